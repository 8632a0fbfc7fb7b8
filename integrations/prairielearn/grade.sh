#!/usr/bin/env bash
# Grade what PrairieLearn put into /grade. Student code runs confined: it can read neither the tests nor the results.
set -uo pipefail
GRADE=${GRADE:-/grade}
# shellcheck source=/dev/null
. "$GRADE/tests/settings.env" # ASSIGNMENT, SUBMISSION

options=(-a "$ASSIGNMENT" --level C --export "prairielearn=$GRADE/results/results.json")
[ -f "$GRADE/tests/seed.txt" ] && options+=(--seed-file "$GRADE/tests/seed.txt")
[ -d "$GRADE/tests/assignments" ] && options+=(--assignments "$GRADE/tests/assignments")
mkdir -p "$GRADE/results"
grader check "$GRADE/student/${SUBMISSION:-}" "${options[@]}"
code=$?
if [ ! -s "$GRADE/results/results.json" ]; then # PrairieLearn needs a result: this one does not count as an attempt
    printf '%s\n' '{"gradable": false, "message": "The grader itself failed. Nothing is wrong with what you handed in; please tell your instructor."}' \
        >"$GRADE/results/results.json"
    exit "$code"
fi
