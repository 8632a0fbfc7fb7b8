"""What a report says, as plain lines for other systems to show: no layout of ours, no markup. Pure."""

from grader.model import CriterionReport, ExerciseReport, Report, Result
from grader.report.escape import one_line, plain
from grader.report.sentences import SENTENCES, printed_lines, smallest_lines
from grader.report.text import MAX_NAMES, WHOLE_FUNCTION, common_obstacle, easiest

LONGEST = 600  # characters of a line


def case_lines(exercise: str, result: Result) -> list[str]:
    """Return what is to be said of one result: nothing of a passed one; what came, what was due, one next step."""
    evidence = result.evidence
    if evidence is None:
        return []
    if evidence.function not in (None, exercise) and evidence.reason != "no-legal-case":
        return [
            f"{exercise} starts from your {one_line(evidence.function or '')}, which did not get that far.",
            f"Next: mend {one_line(evidence.function or '')} first.",
        ]
    happened, next_step = SENTENCES[evidence.reason](evidence)
    lines = []
    if evidence.reason not in WHOLE_FUNCTION:
        lines += [f"Case {result.case}: {evidence.why}"] if evidence.why else []
        lines += [f"  {evidence.call}"] if evidence.call else []
    lines += happened
    printed = printed_lines(evidence)
    lines += ["It printed:", *(f"  | {line}" for line in printed)] if printed else []
    return [plain(line, LONGEST) for line in [*lines, f"Next: {next_step}"]]


def criterion_lines(exercise: ExerciseReport, criterion: CriterionReport) -> list[str]:
    """Return what is to be said of a criterion: its easiest miss, and the names of the others."""
    missed = [result for result in criterion.results if result.status != "passed"]
    by_status = [[r for r in missed if r.status == status] for status in ("failed", "broken", "skipped")]
    first = next((found for group in by_status if (found := easiest(group)) is not None), None)
    if first is None:
        return []
    lines = case_lines(exercise.exercise.id, first)
    others = [result.case for result in missed if result is not first]
    whole = first.evidence is not None and first.evidence.reason in WHOLE_FUNCTION
    if others and not whole:
        more = f" and {len(others) - MAX_NAMES} more" if len(others) > MAX_NAMES else ""
        lines.append(f"Also: {', '.join(others[:MAX_NAMES])}{more}")
    return lines


def exercise_lines(report: ExerciseReport) -> list[str]:
    """Return what is to be said of an exercise as a whole: the question of its diagnosis, notes, the slide."""
    if report.status == "passed":
        return [f"Note: {one_line(note)}" for note in report.notes]
    lines: list[str] = []
    for one in report.diagnosis[:1]:
        lines.append(f"Think: {plain(one.hint[:1].upper() + one.hint[1:], LONGEST)}")
        if one.smallest is not None:
            lines += [
                "The smallest input that shows it:",
                *(plain(line, LONGEST) for line in smallest_lines(one.smallest)),
            ]
    lines += [f"Note: {one_line(note)}" for note in report.notes]
    return [*lines, f"Slide: {report.exercise.slide}"]


def report_lines(report: Report) -> list[str]:
    """Return what is to be said of a submission as a whole: why it could not be used, and notes."""
    obstacle = common_obstacle(report)
    lines = [f"Note: {one_line(note, 400)}" for note in report.notes if obstacle is None or note not in obstacle]
    if obstacle is not None:
        lines += [f"Nothing of it could be called: {one_line(obstacle, 400)}", "Next: mend that first."]
    if report.isolation == "D":
        lines.append("Graded at isolation level D: in a separate process with limits, not confined.")
    return lines
