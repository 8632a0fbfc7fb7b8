#!/usr/bin/env bash
# Gradescope runs this once, as root, while it builds the image: put Python and the grader beside the submissions.
set -euo pipefail
cd "$(dirname "$0")"
AUTOGRADER=${AUTOGRADER:-/autograder}
# shellcheck source=/dev/null
. ./settings.env # ASSIGNMENT, REQUIREMENT, PYTHONS

usable() { command -v "$1" >/dev/null && "$1" -c 'import ensurepip, venv' 2>/dev/null; }

python=""
for version in $PYTHONS; do
    if usable "python$version"; then
        python="python$version"
        break
    fi
done
if [ -z "$python" ]; then
    apt-get update -qq
    for version in $PYTHONS; do
        if apt-get install -y -qq "python$version" "python$version-venv" "python$version-dev"; then
            python="python$version"
            break
        fi
    done
fi
if [ -z "$python" ]; then
    echo "none of Python $PYTHONS is to be had on this image: choose a newer base image in Gradescope's settings" >&2
    exit 1
fi
case "$REQUIREMENT" in
*.whl) ;;
*) command -v cc >/dev/null || { apt-get update -qq && apt-get install -y -qq gcc "$python-dev"; } ;;
esac
"$python" -m venv "$AUTOGRADER/env"
"$AUTOGRADER/env/bin/pip" install -q "$REQUIREMENT"
"$AUTOGRADER/env/bin/grader" doctor
