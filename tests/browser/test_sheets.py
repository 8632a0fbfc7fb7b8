"""What instructors print and look through, in both languages: marks, totals, similar work. Nothing to complain of."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from grader.authoring.assignment import load_assignment
from grader.classroom.similarity import compare
from grader.cli.similarity_command import to_page
from grader.languages.loading import load_catalogue
from grader.model import ManualPart, Mark, Student
from grader.report.pages import marks_page, totals_page
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder

from .conftest import keep
from .test_pages_in_a_browser import scan

pytestmark = pytest.mark.browser
MILA = Path(__file__).parents[2] / "examples" / "class" / "mila.py"


def marks(language: str) -> str:
    say = load_catalogue(language, []).say
    part = ManualPart(exercise="f", id="style", points=Fraction(4), about="Is it readable?")
    given = Mark(student="ada", part="f.style", points=Fraction(3), possible=Fraction(4), comment="ok", who="W", at="")
    students = [Student(id="ada", name="Ada Lovelace"), Student(id="ben")]
    mark_of = {"ada": given}
    return marks_page("conv-layer", [part], students, lambda student, _: mark_of.get(student), say, language)


def totals(language: str) -> str:
    say = load_catalogue(language, []).say
    heading = ["student", "name", "conv-layer", "pooling", "total of 100"]
    return totals_page(heading, [["ada", "Ada Lovelace", "30*", "?", "75"]], say, language)


def similarity(language: str) -> str:
    handed = {name: from_files(name, {"conv.py": MILA.read_bytes()}) for name in ("Ada (ada)", "Ben (ben)")}
    assignment = load_assignment(assignments_folder() / "dimensions")
    found = replace(compare(handed, []), more=2)
    return to_page(assignment, found, handed, load_catalogue(language, []).say, language)


@pytest.mark.parametrize(("language", "width", "scheme"), [("en", 400, "dark"), ("de", 1280, "light")])
@pytest.mark.parametrize("made", [marks, totals, similarity], ids=lambda made: str(made.__name__))
def test_a_sheet_says_its_language_and_passes_axe(
    made: Callable[[str], str], language: str, width: int, scheme: str, opened: Callable[..., Any], tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text(made(language), encoding="utf-8")
    with opened(page, width, color_scheme=scheme) as found:
        assert found.page.locator("html").get_attribute("lang") == language
        assert scan(found.page) == []
        assert found.page.evaluate("document.documentElement.scrollWidth") <= width
        assert found.said == []
        keep(found.page, f"{made.__name__}-{language}-{width}-{scheme}")
