"""A Report as HTML: the sentences of the text, with pictures. Pure; no script, no colour needed, nothing loaded."""

from collections.abc import Callable

from grader.model import CriterionReport, ExerciseReport, Report, Result
from grader.report.document import decimal
from grader.report.escape import html
from grader.report.sentences import SENTENCES, printed_lines, smallest_lines
from grader.report.text import MAX_NAMES, WHOLE_FUNCTION, common_obstacle, easiest

Picture = Callable[[str, Result], str]  # exercise and result → SVG, or nothing

STYLE = """
.grader { font-family: system-ui, sans-serif; line-height: 1.45; max-width: 60rem; }
.grader h3 { margin: 1.2em 0 .2em; font-size: 1.05rem; }
.grader h4 { margin: .8em 0 .2em; font-size: 1rem; font-weight: 600; }
.grader pre { margin: .3em 0; padding: .4em .6em; border-left: 3px solid currentColor; white-space: pre-wrap; }
.grader .next { margin: .4em 0; padding: .3em .6em; border: 1px solid currentColor; border-radius: .3em; }
.grader p { margin: .3em 0; }
@media print { .grader section { break-inside: avoid; } }
"""
SIGNS = {"passed": "✓", "failed": "✗", "skipped": "…", "broken": "!"}
WORDS = {"passed": "passed", "failed": "not yet", "skipped": "not tried", "broken": "our fault"}


def no_picture(exercise: str, result: Result) -> str:
    """Show no picture."""
    return ""


def fragment(report: Report, picture: Picture = no_picture) -> str:
    """Return a report as a piece of a page that knows nothing of it: a notebook's.

    Parameters
    ----------
    report : Report
    picture : callable
        Exercise id and result → an SVG for a wrong number, or an empty string.
    """
    score = f"{decimal(report.score):g} of {decimal(report.possible):g}"
    head = f"<p><strong>{html(report.submission)}</strong> ({html(report.assignment)}): {score} points</p>"
    return f'<div class="grader"><style>{STYLE}</style>\n{head}\n{body(report, picture)}\n</div>'


def body(report: Report, picture: Picture = no_picture, anchors: bool = False) -> str:
    """Return what a report says, without its style and first line: for a page that has both.

    Parameters
    ----------
    report : Report
    picture : callable
        As above.
    anchors : bool
        Whether sections are named ``exercise-ID``, for links; a page of several reports would repeat them.
    """
    lines = []
    obstacle = common_obstacle(report)
    lines += [f"<p>Note: {html(note, 400)}</p>" for note in report.notes if obstacle is None or note not in obstacle]
    if obstacle is not None:
        lines.append(f"<p>Nothing of it could be called: {html(obstacle, 400)}</p>")
        lines.append('<p class="next">Next: mend that first.</p>')
    lines += [_exercise(exercise, picture, obstacle is None, anchors) for exercise in report.exercises]
    if report.isolation == "D":
        lines.append("<p>Graded at isolation level D: in a separate process with limits, not confined.</p>")
    return "\n".join(lines)


def page(title: str, body: str) -> str:
    """Return a whole page, with nothing outside it."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html(title)}</title></head>\n<body><main>\n{body}\n</main></body></html>\n"
    )


def _exercise(report: ExerciseReport, picture: Picture, in_full: bool, anchors: bool) -> str:
    exercise = report.exercise
    name = f' id="exercise-{html(exercise.id)}"' if anchors else ""
    points = f"{decimal(report.score):g} of {decimal(exercise.points):g}"
    mark = SIGNS[report.status]
    title = f"{html(mark)} {html(exercise.id)}: {html(exercise.title)} ({WORDS[report.status]}, {points})"
    lines = [f"<section{name}><h3>{title}</h3>"]
    if not in_full:
        return "\n".join([*lines, "</section>"])
    told: set[tuple[object, ...]] = set()
    for criterion in report.criteria:
        if criterion.status != "passed":
            lines += _criterion(exercise.id, criterion, picture, told)
    for one in report.diagnosis[:1]:
        lines.append(f"<p>Think: {html(one.hint[:1].upper() + one.hint[1:], 600)}</p>")
        if one.smallest is not None:
            shown = "<br>".join(html(line, 600) for line in smallest_lines(one.smallest))
            lines.append(f"<p>The smallest input that shows it:<br>{shown}</p>")
    lines += [f"<p>Note: {html(note, 400)}</p>" for note in report.notes]
    if report.status != "passed":
        lines.append(f"<p>Slide: {html(exercise.slide)}</p>")
    return "\n".join([*lines, "</section>"])


def _criterion(exercise: str, report: CriterionReport, picture: Picture, told: set[tuple[object, ...]]) -> list[str]:
    missed = [result for result in report.results if result.status != "passed"]
    head = f"<h4>{html(report.criterion.id)}: {_cases(report)}</h4>"
    first = easiest([r for r in missed if r.status == "failed"] or [r for r in missed if r.status == "broken"])
    if first is None or first.evidence is None:
        return [head]
    evidence = first.evidence
    whole = evidence.reason in WHOLE_FUNCTION
    if evidence.function not in (None, exercise) and evidence.reason != "no-legal-case":
        key: tuple[object, ...] = ("starts from", evidence.function)
        lines = [
            f"<p>{html(exercise)} starts from your {html(evidence.function or '')}, which did not get that far.</p>",
            f'<p class="next">Next: mend {html(evidence.function or "")} first.</p>',
        ]
    else:
        key = (None if whole else first.case, evidence.reason, evidence.function, evidence.output)
        lines = _result(exercise, first, picture)
    if key in told:
        return [head, "<p>As above.</p>"]
    told.add(key)
    others = [result.case for result in missed if result is not first]
    if others and not whole and evidence.function in (None, exercise):
        more = f" and {len(others) - MAX_NAMES} more" if len(others) > MAX_NAMES else ""
        lines.append(f"<p>Also: {html(', '.join(others[:MAX_NAMES]), 600)}{more}</p>")
    return [head, *lines]


def _cases(report: CriterionReport) -> str:
    """Return how many cases passed; broken ones are ours, and counted apart."""
    broken = sum(result.status == "broken" for result in report.results)
    passed = sum(result.status == "passed" for result in report.results)
    ours = f", and {broken} on which the grader itself failed" if broken else ""
    return f"{passed} of {len(report.results) - broken} cases{ours}"


def _result(exercise: str, result: Result, picture: Picture) -> list[str]:
    """Return what was called, what came, the pictures, and one next step."""
    evidence = result.evidence
    assert evidence is not None
    happened, next_step = SENTENCES[evidence.reason](evidence)
    lines = []
    if evidence.reason not in WHOLE_FUNCTION:
        lines.append(f"<p>Case {html(result.case)}: {html(evidence.why or '')}</p>")
        lines += [f"<pre>{html(evidence.call, 400)}</pre>"] if evidence.call else []
    lines.append(f"<p>{'<br>'.join(html(line.strip(), 600) for line in happened)}</p>")
    lines.append(picture(exercise, result))
    printed = printed_lines(evidence)
    if printed:
        lines.append(f"<p>It printed:</p><pre>{html(chr(10).join(printed), 600)}</pre>")
    return [*lines, f'<p class="next">Next: {html(next_step, 600)}</p>']
