"""Grade rows as pages: one for each student, one for the class. Pure: rows in, whole pages out.

A page is one file that loads nothing and needs no colour; no script runs but that of a view of the lecture, in a frame
of its own. Whatever a template prints is first spelled out where it could turn the reading direction, then escaped;
only what `report.html` and `report.pictures` made, which escape by themselves, and a view pass as they are. A page's
policy forbids any other script besides.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

from grader.gradebook.insights import Insights, share
from grader.languages import ENGLISH, Say, as_it_is
from grader.model import Evidence, GradeRow, ManualPart, Mark, Result, Student
from grader.report import html, pictures
from grader.report.document import decimal
from grader.report.escape import plain
from grader.report.numbers import place
from grader.report.text import PUBLIC

STATES = {
    "graded": "graded",
    "missing": "nothing handed in",
    "unreadable": "cannot be read",
    "broken": "our fault",
    "unmarked": "waits for marks",
}
LIMITS = {
    "timed-out": "took too long",
    "cpu-time": "used too much processor time",
    "out-of-memory": "asked for too much memory",
    "too-large": "gave too large an answer",
    "open-files": "opened files",
    "file-size": "wrote to a file",
    "confined": "tried what is not allowed",
    "killed": "ended the process",
}
Framed = Callable[[str, str], tuple[str, str]]
LOW = 0.1  # a discrimination below it: the exercise hardly tells who knows the rest


def no_view(view: str, language: str) -> tuple[str, str]:
    """Show no view, and run no script."""
    return "", ""


def student_page(row: GradeRow, say: Say = as_it_is, language: str = ENGLISH, framed: Framed = no_view) -> str:
    """Return a student's page: the grade, how it came about, and the report; nothing of anybody else.

    Parameters
    ----------
    row : GradeRow
    say : callable
        A sentence → that sentence in the student's language.
    language : str
        The language's code.
    framed : callable
        A view of the lecture, and the language → a frame with it, and the script that this runs, for the policy.
    """
    scripts: list[str] = []

    def first(view: str) -> str:
        frame, script = framed(view, language) if not scripts else ("", "")
        scripts.extend([script] if frame else [])
        return frame

    body = Markup(html.body(row.report, picture_in(say), anchors=True, say=say, framed=first)) if row.report else ""
    template = _environment().get_template("student.html")
    known = {"row": row, "body": body, "public": PUBLIC, "script": "".join(scripts)}
    return template.render(**known, say=say, language=language)


def class_page(
    rows: Sequence[GradeRow],
    found: Insights,
    files: Mapping[str, str],
    say: Say = as_it_is,
    language: str = ENGLISH,
) -> str:
    """Return the page of the class.

    Parameters
    ----------
    rows : sequence of GradeRow
        Of one assignment.
    found : Insights
        What `insights.analyse` says of them.
    files : mapping of str to str
        Student id → where that student's page is, from here.
    say : callable
        A sentence → that sentence in the reader's language.
    language : str
        The language's code.
    """
    most = max((one.count for one in found.bins), default=0)
    ordered = sorted(rows, key=lambda row: (name_of(row).casefold(), row.student.id))
    template = _environment().get_template("class.html")
    public = PUBLIC if any(row.report is not None and row.report.is_public for row in rows) else ""
    several = _has_sections(rows)
    known = {"rows": ordered, "found": found, "files": files, "most": most, "several": several, "public": public}
    return template.render(**known, say=say, language=language)


def course_page(assignments: Sequence[tuple[str, Insights]], say: Say = as_it_is, language: str = ENGLISH) -> str:
    """Return the page that leads to the class pages: folder and insights of each assignment."""
    return _environment().get_template("course.html").render(assignments=assignments, say=say, language=language)


def totals_page(
    heading: Sequence[str], lines: Sequence[Sequence[str]], say: Say = as_it_is, language: str = ENGLISH
) -> str:
    """Return the page with everyone's grades and totals: a line begins with the student's id and name."""
    template = _environment().get_template("totals.html")
    return template.render(heading=heading, lines=lines, say=say, language=language)


def marks_page(
    assignment: str,
    parts: Sequence[ManualPart],
    students: Sequence[Student],
    mark_of: Callable[[str, str], Mark | None],
    say: Say = as_it_is,
    language: str = ENGLISH,
) -> str:
    """Return the sheet on which people write marks: a line for each student and manual part, with those there are."""
    template = _environment().get_template("marks.html")
    known = {"assignment": assignment, "parts": parts, "students": students, "mark_of": mark_of}
    return template.render(**known, say=say, language=language)


def similarity_page(
    assignment: str,
    said: str,
    clusters: Sequence[Mapping[str, object]],
    say: Say = as_it_is,
    language: str = ENGLISH,
) -> str:
    """Return the page that shows submissions side by side.

    Parameters
    ----------
    assignment : str
    said : str
        What was found, and what it means, in sentences of that language.
    clusters : sequence of mapping
        Each has ``students``, ``size``, ``share`` and two ``sides``: a student, and cells of numbered lines.
    say : callable
        A sentence → that sentence in the reader's language.
    language : str
        The language's code.
    """
    template = _environment().get_template("similarity.html")
    known = {"assignment": assignment, "said": said, "clusters": clusters}
    return template.render(**known, say=say, language=language)


def picture_of(exercise: str, result: Result, say: Say = as_it_is) -> str:
    """Return the sum that is due beside what came, from a report's own facts; nothing where no number is wrong."""
    evidence = result.evidence
    if evidence is None or evidence.reason != "wrong-value" or not _are_numbers(evidence):
        return ""
    got, want = float(evidence.got), float(evidence.want)  # type: ignore[arg-type]
    return pictures.products(evidence.terms, got, want, place(evidence), say)


def picture_in(say: Say) -> html.Picture:
    """Return what draws the pictures of a page, their titles in its language."""
    return lambda exercise, result: picture_of(exercise, result, say)


def _are_numbers(evidence: Evidence) -> bool:
    return isinstance(evidence.got, int | float) and isinstance(evidence.want, int | float)


def name_of(row: GradeRow) -> str:
    """Return what to call a student: the roster's name, or the id where there is none."""
    return row.student.name or row.student.id


def points(value: Fraction | None) -> str:
    """Return a score as people read it: two places at most, a dash where there is none."""
    return "–" if value is None else f"{decimal(value):.10g}"


def percent(value: Fraction | None) -> str:
    """Return a share in whole per cents."""
    return "–" if value is None else f"{decimal(value * 100):.0f} %"


def moment(text: str) -> str:
    """Return an ISO 8601 time as people read it, to the minute; what is none, as it is."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::[\d.]+)?(Z|[+-]\d\d:?\d\d)?", text)
    if found is None:
        return text
    zone = {"Z": "UTC", None: ""}.get(found[3], f"UTC{found[3]}")
    return f"{found[1]} {found[2]} {zone}".strip()


def coefficient(value: float | None) -> str:
    """Return a correlation with two places, and a word where it is low."""
    if value is None:
        return "–"
    return f"{value:.2f}".replace("-", "−") + (" (low)" if value < LOW else "")


def _has_sections(rows: Sequence[GradeRow]) -> bool:
    return len({row.student.section for row in rows}) > 1


def _spelled(value: Any) -> Any:
    """Return what a template prints, hidden characters spelled out; markup of ours as it is."""
    return value if isinstance(value, Markup) else plain(str(value))


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("grader.report", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_spelled,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(points=points, percent=percent, coefficient=coefficient, moment=moment)
    environment.globals.update(
        name_of=name_of,
        share=share,
        report_style=Markup(html.STYLE),
        words=html.WORDS,
        signs=html.SIGNS,
        states=STATES,
        limits=LIMITS,
        say=as_it_is,
        language=ENGLISH,
        script="",
    )
    return environment
