"""A Report as HTML: the sentences of the text, with pictures. Pure; no script, no colour needed, nothing loaded."""

from collections.abc import Callable

from grader.model import CriterionReport, ExerciseReport, Report, Result
from grader.report.document import decimal
from grader.report.escape import html
from grader.report.sentences import SENTENCES, printed_lines
from grader.report.text import easiest

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
    """Return a report as a piece of a page.

    Parameters
    ----------
    report : Report
    picture : callable
        Exercise id and result → an SVG for a wrong number, or an empty string.
    """
    score = f"{decimal(report.score):g} of {decimal(report.possible):g}"
    lines = [f'<div class="grader"><style>{STYLE}</style>']
    lines.append(f"<p><strong>{html(report.submission)}</strong> ({html(report.assignment)}): {score} points</p>")
    lines += [f"<p>Note: {html(note, 400)}</p>" for note in report.notes]
    lines += [_exercise(exercise, picture) for exercise in report.exercises]
    return "\n".join([*lines, "</div>"])


def page(title: str, body: str) -> str:
    """Return a whole page, with nothing outside it."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html(title)}</title></head>\n<body><main>\n{body}\n</main></body></html>\n"
    )


def _exercise(report: ExerciseReport, picture: Picture) -> str:
    exercise = report.exercise
    points = f"{decimal(report.score):g} of {decimal(exercise.points):g}"
    mark = SIGNS[report.status]
    lines = [
        f"<section><h3>{html(mark)} {html(exercise.id)}: {html(exercise.title)} ({WORDS[report.status]}, {points})</h3>"
    ]
    told: set[tuple[object, ...]] = set()
    for criterion in report.criteria:
        if criterion.status != "passed":
            lines += _criterion(exercise.id, criterion, picture, told)
    lines += [f"<p>Note: {html(note, 400)}</p>" for note in report.notes]
    if report.status != "passed":
        lines.append(f"<p>Slide: {html(exercise.slide)}</p>")
    return "\n".join([*lines, "</section>"])


def _criterion(exercise: str, report: CriterionReport, picture: Picture, told: set[tuple[object, ...]]) -> list[str]:
    passed = sum(result.status == "passed" for result in report.results)
    head = f"<h4>{html(report.criterion.id)}: {passed} of {len(report.results)} cases</h4>"
    missed = [result for result in report.results if result.status in ("failed", "broken")]
    first = easiest(missed)
    if first is None or first.evidence is None:
        return [head]
    evidence = first.evidence
    key = (evidence.reason, evidence.function, evidence.output, evidence.at, first.case)
    if key in told:
        return [head, "<p>As above.</p>"]
    told.add(key)
    happened, next_step = SENTENCES[evidence.reason](evidence)
    lines = [head, f"<p>Case {html(first.case)}: {html(evidence.why or '')}</p>"]
    if evidence.call:
        lines.append(f"<pre>{html(evidence.call, 400)}</pre>")
    lines.append(f"<p>{'<br>'.join(html(line.strip(), 600) for line in happened)}</p>")
    lines.append(picture(exercise, first))
    printed = printed_lines(evidence)
    if printed:
        lines.append(f"<p>It printed:</p><pre>{html(chr(10).join(printed), 600)}</pre>")
    return [*lines, f'<p class="next">Next: {html(next_step, 600)}</p>']
