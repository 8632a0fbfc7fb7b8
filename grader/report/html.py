"""A Report as HTML: the sentences of the text, with pictures. Pure; no script, no colour needed, nothing loaded."""

from collections.abc import Callable

from grader.languages import ENGLISH, Say, as_it_is
from grader.model import Report, Result
from grader.report.document import decimal
from grader.report.escape import html
from grader.report.outline import Block, CriterionOutline, ExerciseOutline, outline

Picture = Callable[[str, Result], str]  # exercise and result → SVG, or nothing
Framed = Callable[[str], str]  # a view of the lecture, its kind and settings as JSON → a frame with it, or nothing

STYLE = """
.grader { font-family: system-ui, sans-serif; line-height: 1.45; max-width: 60rem; }
.grader h3 { margin: 1.2em 0 .2em; font-size: 1.05rem; }
.grader h4 { margin: .8em 0 .2em; font-size: 1rem; font-weight: 600; }
.grader pre { margin: .3em 0; padding: .4em .6em; border-left: 3px solid currentColor; white-space: pre-wrap;
  font-family: ui-monospace, monospace; font-size: .9375em; }
.grader .next { margin: .4em 0; padding: .3em .6em; border: 1px solid currentColor; border-radius: .3em; }
.grader p { margin: .3em 0; }
@media print { .grader section { break-inside: avoid; } }
"""
SIGNS = {"passed": "✓", "failed": "✗", "skipped": "…", "broken": "!"}
WORDS = {"passed": "passed", "failed": "not yet", "skipped": "not tried", "broken": "our fault"}


def no_picture(exercise: str, result: Result) -> str:
    """Show no picture."""
    return ""


def no_view(view: str) -> str:
    """Show no view."""
    return ""


def fragment(report: Report, picture: Picture = no_picture, say: Say = as_it_is, language: str = ENGLISH) -> str:
    """Return a report as a piece of a page that knows nothing of it: a notebook's.

    Parameters
    ----------
    report : Report
    picture : callable
        Exercise id and result → an SVG for a wrong number, or an empty string.
    say : callable
        A sentence → that sentence in the reader's language.
    language : str
        The language's code.
    """
    score = say(f"{decimal(report.score):g} of {decimal(report.possible):g} points")
    head = f"<p><strong>{html(report.submission)}</strong> ({html(report.assignment)}): {html(score)}</p>"
    parts = f"<style>{STYLE}</style>\n{head}\n{body(report, picture, say=say)}\n"
    return f'<div class="grader" lang="{language}">{parts}</div>'


def body(
    report: Report,
    picture: Picture = no_picture,
    anchors: bool = False,
    say: Say = as_it_is,
    framed: Framed = no_view,
) -> str:
    """Return what a report says, without its style and first line: for a page that has both.

    Parameters
    ----------
    report : Report
    picture : callable
        As above.
    anchors : bool
        Whether sections are named ``exercise-ID``, for links; a page of several reports would repeat them.
    say : callable
        As above.
    framed : callable
        What shows a view of the lecture below a small input.
    """
    view = outline(report, say)
    sections = [_exercise(exercise, picture, framed, not view.obstacle, anchors) for exercise in view.exercises]
    about_all = [_block(block) for block in (*view.notes, *view.obstacle)]
    return "\n".join([*about_all, *sections, *map(_block, view.weakness)])


def page(title: str, body: str) -> str:
    """Return a whole page, with nothing outside it."""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html(title)}</title></head>\n<body><main>\n{body}\n</main></body></html>\n"
    )


def _exercise(view: ExerciseOutline, picture: Picture, framed: Framed, in_full: bool, anchors: bool) -> str:
    exercise, status = view.report.exercise, view.report.status
    name = f' id="exercise-{html(exercise.id)}"' if anchors else ""
    points = html(view.say(f"{decimal(view.report.score):g} of {decimal(exercise.points):g}"))
    about = html(view.say(exercise.title))
    title = f"{html(SIGNS[status])} {html(exercise.id)}: {about} ({html(view.say(WORDS[status]))}, {points})"
    lines = [f"<section{name}><h3>{title}</h3>"]
    if in_full:
        for criterion in view.criteria:
            if criterion.report.status != "passed":
                lines += _criterion(exercise.id, criterion, picture, framed, view.say)
        lines += map(_block, view.notes)
    return "\n".join([*lines, "</section>"])


def _criterion(exercise: str, view: CriterionOutline, picture: Picture, framed: Framed, say: Say) -> list[str]:
    lines = [f"<h4>{html(view.report.criterion.id)}: {html(view.counted)}</h4>"]
    if view.repeats:
        lines.append(f"<p>{html(say('As above.'))}</p>")
    for block in view.news:
        lines.append(_block(block))
        if block.result is not None:
            lines.append(picture(exercise, block.result))
        if block.view:
            lines.append(framed(block.view))
    return lines


def _block(block: Block) -> str:
    """Return a block: what Python wrote as it stands, the next step in a frame, anything else as sentences."""
    lines = [html(line, 600) for line in block.lines]
    if block.kind == "call":
        return f"<pre>{lines[0].strip()}</pre>"
    if block.kind == "code":
        return f"<p>{lines[0]}</p><pre>{chr(10).join(lines[1:])}</pre>"
    if block.kind == "paste":
        return f"<details><summary>{lines[0]}</summary><pre>{chr(10).join(lines[1:])}</pre></details>"
    if block.kind == "printed":
        return f"<p>{lines[0]}</p><pre>{chr(10).join(line.strip().removeprefix('| ') for line in lines[1:])}</pre>"
    if block.kind in ("next", "obstacle"):
        *before, step = lines
        return "".join([*(f"<p>{line}</p>" for line in before), f'<p class="next">{step}</p>'])
    return f"<p>{'<br>'.join(line.strip() for line in lines)}</p>"
