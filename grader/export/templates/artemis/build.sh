#!/usr/bin/env bash
# The build plan's script: Artemis checks this repository out, and the student's below it as assignment/.
set -euo pipefail
cd "$(dirname "$0")"
# shellcheck source=/dev/null
. ./settings.env # ASSIGNMENT, REQUIREMENT, SUBMISSION

command -v grader >/dev/null || python3 -I -m pip install -q "$REQUIREMENT"
options=(-a "$ASSIGNMENT" --level C --export artemis=test-reports/results.xml)
[ -f seed.txt ] && options+=(--seed-file seed.txt)
[ -d assignments ] && options+=(--assignments assignments)
rm -rf test-reports
code=0
grader check "assignment/$SUBMISSION" "${options[@]}" || code=$?
[ "$code" -le 1 ] || [ -s test-reports/results.xml ]
