"""Failed cases as code that a student can paste below their functions. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from grader.model import Case, Evidence, ExerciseReport

# The input is the student's own; or the case is right by itself, which pasted code would show.
UNLIKE_CODE = frozenset({"judged", "call-remembered"})


def with_codes(report: ExerciseReport, cases: Sequence[Case], room: int) -> ExerciseReport:
    """Return a report with its failed cases as code, small ones first, as many as there is room for."""
    from grader.grading.diagnosis.snippets import code_of

    by_id = {case.id: case for case in cases}
    failed: dict[str, list[Evidence]] = {}
    for result in (result for criterion in report.criteria for result in criterion.results):
        has_ended = result.outcome in ("returned", "raised")
        if result.evidence is None or result.evidence.reason in UNLIKE_CODE:
            continue
        if has_ended and result.status == "failed" and result.case in by_id:
            failed.setdefault(result.case, []).append(result.evidence)
    codes = []
    for case, failures in failed.items():
        code = code_of(by_id[case], failures)
        codes += [(case, code)] if code is not None else []
    kept = set()
    for case, code in sorted(codes, key=lambda one: len(one[1])):
        room -= len(code)
        kept |= {case} if room >= 0 else set()
    return replace(report, codes=tuple(one for one in codes if one[0] in kept))
