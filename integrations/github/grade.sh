#!/usr/bin/env bash
# The action's one step. Everything it is given comes by the environment, so that no name is taken for a command.
# The grader lives outside the repository, and -I keeps Python from taking a module of the student's for its own.
set -euo pipefail
work=$(mktemp -d "${RUNNER_TEMP:-/tmp}/grade.XXXXXX")
python -I -m venv "$work/env"
"$work/env/bin/pip" install -q "$INSTALL"

options=(-a "$ASSIGNMENT" --level "$LEVEL" --json "$work/report.json" --export "github=$work/github")
if [ -n "${SEED:-}" ]; then
    (umask 077 && printf '%s\n' "$SEED" >"$work/seed.txt")
    options+=(--seed-file "$work/seed.txt")
fi
unset SEED

# What the grader prints holds texts of the student's: until the token comes again, no line is taken for a command.
token=$("$work/env/bin/python" -I -c 'import secrets; print(secrets.token_hex())')
echo "::stop-commands::$token"
code=0
"$work/env/bin/grader" check "$SUBMISSION" "${options[@]}" || code=$?
echo "::$token::"
rm -f "$work/seed.txt"
if [ "$code" -gt 1 ]; then
    echo "::error::grader check ended with $code; the lines above say why"
    exit "$code"
fi
cat "$work/github/annotations.txt"
cat "$work/github/summary.md" >>"$GITHUB_STEP_SUMMARY"
"$work/env/bin/python" -I - "$work/report.json" >>"$GITHUB_OUTPUT" <<'PYTHON'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
print(f"score={report['score']}")
print(f"possible={report['possible']}")
PYTHON
exit "$code"
