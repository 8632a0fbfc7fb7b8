"""A view of the lecture in a frame of another page, with numbers of the caller's: in a notebook, and in a report."""

import json
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.lecture.loading import Lecture

TRY = "Try it with this input"
MOST_NUMBERS = 600  # of a view; more are no picture


def framed_view(kind: str, settings: Mapping[str, object], language: str) -> str:
    """Return a view that opens by a click; nothing where it has too many numbers, or there is no lecture.

    The frame shares nothing with the page around it, loads nothing, and runs the view's own script and no other.

    Parameters
    ----------
    kind : str
        One of the lecture's views.
    settings : mapping
        Its settings, as in ``pages.toml``.
    language : str
        The language's code.
    """
    from grader.lecture.loading import catalogue
    from grader.lecture.site import view_page

    lecture = _lecture()
    if lecture is None or sum(map(_count, settings.values())) > MOST_NUMBERS:
        return ""
    words = catalogue(lecture, language)
    page, title = view_page(lecture, kind, settings, TRY, words), escape(words.say(TRY))
    return (
        f"<details><summary>{title}</summary>"
        f'<iframe sandbox="allow-scripts" title="{title}" srcdoc="{escape(page)}" '
        'style="width:100%;height:34rem;border:1px solid currentColor"></iframe></details>'
    )


def framed_in_report(view: str, language: str) -> tuple[str, str]:
    """Return a report's view in a frame, and how the policy of the page around it names the script that it runs.

    Parameters
    ----------
    view : str
        Its kind and settings, as JSON; a report has it of the smallest input that shows a mistake.
    language : str
        The language's code.
    """
    kind, settings = json.loads(view)
    frame = framed_view(kind, settings, language)
    return frame, _source() if frame else ""


def _count(value: object) -> int:
    """Return how many numbers a setting holds."""
    return sum(map(_count, value)) if isinstance(value, list) else 1


@cache
def _source() -> str:
    from grader.lecture.site import source_of

    lecture = _lecture()
    return source_of(lecture.script) if lecture is not None else ""


@cache
def _lecture() -> "Lecture | None":
    from grader.errors import AuthorError
    from grader.lecture.loading import load_lecture
    from grader.topics.loading import assignments_folder

    try:
        return load_lecture(assignments_folder())
    except AuthorError:
        return None
