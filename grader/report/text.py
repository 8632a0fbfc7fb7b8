"""A Report as plain text: for each exercise the score, and for the first thing wrong under each
criterion what was called, what came, what was due, the sum, and one next step. Pure.
"""

import re
import textwrap
from collections.abc import Iterator

from grader.model import CriterionReport, Evidence, ExerciseReport, Report, Result
from grader.report.document import decimal
from grader.report.escape import one_line
from grader.report.sentences import SENTENCES, printed_lines, smallest_lines

WIDTH = 88
MAX_NAMES = 6  # of other cases that missed; the rest is counted
WHOLE_FUNCTION = ("not-written", "refused", "no-legal-case")  # true of every case: said once, without one
MARKS = {"passed": "ok", "failed": "--", "skipped": "..", "broken": "!!"}


def render(report: Report) -> str:
    """Return the whole report, ending in a newline."""
    lines = [_row(f"{one_line(report.submission)}  ({report.assignment})", report.score, report.possible), ""]
    obstacle = common_obstacle(report)
    notes = [note for note in report.notes if obstacle is None or note not in obstacle]
    for note in notes:
        lines += _wrapped(f"Note: {one_line(note, 400)}", "")
    if notes:
        lines.append("")
    if obstacle is not None:
        lines += [
            *_wrapped(f"Nothing of it could be called: {one_line(obstacle, 400)}", ""),
            "Next: mend that first.",
            "",
        ]
    for exercise in report.exercises:
        lines += [_head(exercise)] if obstacle is not None else _exercise(exercise)
        lines.append("")
    if report.isolation == "D":
        lines += _wrapped("Graded at isolation level D: in a separate process with limits, not confined.", "")
    return "\n".join(lines).rstrip() + "\n"


def _row(left: str, score: object, possible: object) -> str:
    points = f"{decimal(score):.2f} of {decimal(possible):g}"  # type: ignore[arg-type]
    return f"{left}{points:>{max(WIDTH - len(left), len(points) + 2)}}"


def common_obstacle(report: Report) -> str | None:
    """Return why no call of the whole submission was possible, where that is one and the same reason."""
    results = [result for exercise in report.exercises for c in exercise.criteria for result in c.results]
    failed = [result.evidence for result in results if result.status != "skipped"]
    details = {
        evidence.detail if evidence is not None and evidence.reason == "refused" else None for evidence in failed
    }
    return details.pop() if len(details) == 1 else None


def _head(report: ExerciseReport) -> str:
    exercise = report.exercise
    return _row(f"{MARKS[report.status]} {exercise.id}: {exercise.title}", report.score, exercise.points)


def _exercise(report: ExerciseReport) -> Iterator[str]:
    exercise = report.exercise
    yield _head(report)
    told: set[tuple[str | None, ...]] = set()
    for criterion in report.criteria:
        if criterion.status != "passed":
            yield from _criterion(exercise.id, criterion, told)
    for diagnosis in report.diagnosis[:1]:  # one hint: the others belong to the same exercise
        yield from _wrapped(f"Think: {diagnosis.hint[:1].upper()}{diagnosis.hint[1:]}", "   ")
        if diagnosis.smallest is not None:
            yield "   The smallest input that shows it:"
            for line in smallest_lines(diagnosis.smallest):
                yield from _wrapped(line, "     ")
    for note in report.notes:
        yield from _wrapped(f"Note: {one_line(note)}", "   ")
    if report.status != "passed":
        titles = dict.fromkeys([exercise.slide, *(diagnosis.slide for diagnosis in report.diagnosis[:1])])
        yield f"   Slide{'s' * (len(titles) > 1)}: {'; '.join(titles)}"


def _criterion(function: str, report: CriterionReport, told: set[tuple[str | None, ...]]) -> Iterator[str]:
    missed = [result for result in report.results if result.status != "passed"]
    yield _row(f"   {report.criterion.id}, {_cases(report)}", report.score, report.criterion.points)
    first = easiest([r for r in missed if r.status == "failed"] or [r for r in missed if r.status == "broken"])
    if first is None or first.evidence is None:
        return
    evidence = first.evidence
    if evidence.function not in (None, function) and evidence.reason != "no-legal-case":
        if not told:
            yield from _wrapped(
                f"{function} starts from your {evidence.function}, which did not get that far.", "     "
            )
            yield from _wrapped(f"Next: mend {evidence.function}; its part is above.", "     ")
            told.add(())
        return
    whole = evidence.reason in WHOLE_FUNCTION
    key = (None if whole else first.case, evidence.reason, evidence.function, evidence.output)
    if key in told:
        return
    told.add(key)
    yield from _result(first, evidence)
    if not whole and len(missed) > 1:
        others = [result.case for result in missed if result is not first]
        everything = len(missed) == len(report.results)
        yield from _wrapped(f"All {len(missed)} cases." if everything else f"Also: {_listed(others)}", "     ")


def _cases(report: CriterionReport) -> str:
    """Return how many cases passed; broken ones are ours, and counted apart."""
    total = len(report.results)
    broken = sum(result.status == "broken" for result in report.results)
    if report.status == "broken":
        return f"the grader itself failed on {broken} of {total} cases"
    passed = sum(result.status == "passed" for result in report.results)
    ours = f", and {broken} on which the grader itself failed" if broken else ""
    return f"{passed} of {total - broken} cases{ours}"


def _listed(names: list[str]) -> str:
    if len(names) <= MAX_NAMES + 1:  # "and 1 more" is no shorter than a name
        return ", ".join(names)
    return f"{', '.join(names[:MAX_NAMES])} and {len(names) - MAX_NAMES} more"


def easiest(failed: list[Result]) -> Result | None:
    """Return the failed result to show: the first, or the wrong number with the shortest sum.

    Of equal sums a case with a name of its own is shown, because its name and purpose say something.
    """
    wrong = [result for result in failed if result.evidence is not None and result.evidence.reason == "wrong-value"]
    if wrong and wrong[0] is failed[0]:
        return min(wrong, key=lambda r: (len(r.evidence.terms) if r.evidence else 0, is_random(r.case)))
    return failed[0] if failed else None


def is_random(case: str) -> bool:
    """Whether a case's name only numbers it."""
    return re.fullmatch(r"random-\d+", case) is not None


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
