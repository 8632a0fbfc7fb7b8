"""A Report as plain text: for each exercise the score, and for the first thing wrong under each
criterion what was called, what came, what was due, the sum, and one next step. Pure.
"""

import textwrap
from collections.abc import Iterator

from grader.model import CriterionReport, Evidence, ExerciseReport, Report, Result
from grader.report.document import decimal
from grader.report.escape import one_line
from grader.report.sentences import SENTENCES, printed_lines

WIDTH = 88
WHOLE_FUNCTION = ("not-written", "refused", "no-legal-case")  # true of every case: said once, without one
MARKS = {"passed": "ok", "failed": "--", "skipped": "..", "broken": "!!"}


def render(report: Report) -> str:
    """Return the whole report, ending in a newline."""
    lines = [_row(f"{one_line(report.submission)}  ({report.assignment})", report.score, report.possible), ""]
    for note in report.notes:
        lines += _wrapped(f"Note: {one_line(note, 400)}", "")
    if report.notes:
        lines.append("")
    for exercise in report.exercises:
        lines += _exercise(exercise)
        lines.append("")
    if report.isolation == "D":
        lines += _wrapped("Graded at isolation level D: in a separate process with limits, not confined.", "")
    return "\n".join(lines).rstrip() + "\n"


def _row(left: str, score: object, possible: object) -> str:
    points = f"{decimal(score):.2f} of {decimal(possible):g}"  # type: ignore[arg-type]
    return f"{left}{points:>{max(WIDTH - len(left), len(points) + 2)}}"


def _exercise(report: ExerciseReport) -> Iterator[str]:
    exercise = report.exercise
    yield _row(f"{MARKS[report.status]} {exercise.id}: {exercise.title}", report.score, exercise.points)
    told: set[tuple[str | None, ...]] = set()
    for criterion in report.criteria:
        if criterion.status != "passed":
            yield from _criterion(criterion, told)
    for note in report.notes:
        yield from _wrapped(f"Note: {one_line(note)}", "   ")
    if report.status != "passed":
        yield f"   Slide: {exercise.slide}"


def _criterion(report: CriterionReport, told: set[tuple[str | None, ...]]) -> Iterator[str]:
    missed = [result for result in report.results if result.status != "passed"]
    name = report.criterion.id
    cases = f"{len(report.results) - len(missed)} of {len(report.results)} cases"
    yield _row(f"   {name}, {cases}", report.score, report.criterion.points)
    first = easiest([result for result in missed if result.status in ("failed", "broken")])
    if first is None or first.evidence is None:
        return
    evidence = first.evidence
    whole = evidence.reason in WHOLE_FUNCTION
    key = (None if whole else first.case, evidence.reason, evidence.function, evidence.output)
    if key in told:
        return
    told.add(key)
    yield from _result(first, evidence)
    others = [] if whole else [result.case for result in missed if result is not first]
    if others:
        yield from _wrapped(f"Also: {', '.join(others)}", "     ")


def easiest(failed: list[Result]) -> Result | None:
    """Return the failed result to show: the first, or the wrong number with the shortest sum."""
    wrong = [result for result in failed if result.evidence is not None and result.evidence.reason == "wrong-value"]
    if wrong and wrong[0] is failed[0]:
        return min(wrong, key=lambda result: len(result.evidence.terms) if result.evidence else 0)
    return failed[0] if failed else None


def _result(result: Result, evidence: Evidence) -> Iterator[str]:
    happened, next_step = SENTENCES[evidence.reason](evidence)
    if evidence.reason not in WHOLE_FUNCTION:
        yield from _wrapped(f"Case {result.case}: {evidence.why or ''}", "     ")
        yield from _wrapped(evidence.call or "", "       ")
    for line in happened:
        yield from _wrapped(line, "     ")
    printed = printed_lines(evidence)
    if printed:
        yield "     It printed:"
        yield from (f"     | {line}" for line in printed)
    yield from _wrapped(f"Next: {next_step}", "     ")


def _wrapped(text: str, indent: str) -> list[str]:
    own = " " * (len(text) - len(text.lstrip()))
    return textwrap.wrap(
        text.strip(),
        WIDTH,
        initial_indent=indent + own,
        subsequent_indent=indent + own + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
