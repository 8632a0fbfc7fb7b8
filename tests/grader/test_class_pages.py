"""Pages for a gradebook: whole, safe whatever a student wrote, and a student's page knows of nobody else."""

import dataclasses
import itertools
import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.gradebook.insights import analyse, outline
from grader.model import GradeRow, Report, Student
from grader.report import pages
from grader.report.escape import HIDDEN, file_names
from grader.report.pictures import products
from tests.command import grader

from .classes import class_of, gradebook_of, row_of
from .test_notebook import faults

MESSAGES = sorted((Path(__file__).parent.parent / "attacks" / "messages").glob("*.py"))
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %}",
    "\u202egpj.exe\u202c \u2066x\u2069",
    "</style><style>*{display:none}</style>",
    "]]> <!-- --> &amp; \x1b[2J \x00",
)


def shown(page: str) -> str:
    """Return what a page says, without its style and tags."""
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)


def ours(page: str) -> list[str]:
    """Return what should not be in a page; the policy and the meta tags are."""
    hidden = {c for c in page if c not in "\n\t" and unicodedata.category(c) in HIDDEN}
    outside = re.findall(r'(?:src|href|action)="(?![#\w./%-]*")[^"]*"|url\(|@import|javascript:', page)
    return [*faults(page.replace("<!DOCTYPE html>", "")), *map(repr, hidden), *outside]


@pytest.fixture(scope="module")
def rows(reports: list[Report]) -> list[GradeRow]:
    return class_of(60, reports)


@pytest.fixture(scope="module")
def class_page(rows: list[GradeRow]) -> str:
    return pages.class_page(rows, analyse(rows), {row.student.id: f"students/{row.student.id}.html" for row in rows})


@pytest.mark.slow
def test_a_students_page_knows_of_no_other_student_and_no_seed(rows: list[GradeRow]) -> None:
    for row in rows:
        page = pages.student_page(row)
        others = [other.student for other in rows if other is not row]
        known = {value for other in others for value in (other.name, other.email, other.login, other.sis_id)}
        there = [value for value in known if value and value in page]
        assert not [value for value in there if re.search(rf"\b{re.escape(value)}\b", page)]
        assert row.report is None or row.report.seed_digest not in page
        assert "index.html" not in page


def test_pages_are_whole_and_load_nothing(rows: list[GradeRow], class_page: str) -> None:
    for page in (class_page, *(pages.student_page(row) for row in rows)):
        assert ours(page) == []
        assert "default-src 'none'" in page
        assert len(re.findall("<h1", page)) == 1
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_headings_go_down_one_step_at_a_time(rows: list[GradeRow], class_page: str) -> None:
    for page in (class_page, *(pages.student_page(row) for row in rows)):
        levels = [int(n) for n in re.findall(r"<h(\d)", page)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_student_or_a_roster_wrote_stays_text(text: str, reports: list[Report]) -> None:
    student = Student(id=text, name=text, section=text)
    report = dataclasses.replace(reports[1], submission=text, notes=(text,))
    row = row_of(report, student, reason=text, submitted=text)
    other = GradeRow(
        student=Student(id="2", name=text),
        assignment=row.assignment,
        status="missing",
        reason=text,
        possible=Fraction(1),
    )
    files = {one.student.id: f"students/{name}.html" for one, name in zip((row, other), "ab", strict=True)}
    for page in (pages.student_page(row), pages.class_page([row, other], analyse([row, other]), files)):
        assert ours(page) == []
        assert ("{{ 7 * 7 }}" in page) == ("{{ 7 * 7 }}" in text)


@pytest.mark.parametrize("file", MESSAGES, ids=lambda file: file.stem)
def test_hostile_messages_stay_text(file: Path, grade_source: Callable[..., Report]) -> None:
    source = file.read_text(encoding="utf-8").replace("def f(x)", "def conv_single(x, w, b)")
    report = grade_source(source, "conv_single")
    assert ours(pages.student_page(row_of(report, Student(id="1")))) == []


@given(st.text(max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_any_text_is_shown_as_text(text: str) -> None:
    row = GradeRow(
        student=Student(id="1", name=text), assignment="a", status="missing", reason=text, possible=Fraction(1)
    )
    assert ours(pages.student_page(row)) == []


def test_a_grade_says_how_it_came_about(reports: list[Report]) -> None:
    score = reports[0].score
    late = row_of(
        reports[0], Student(id="1"), grade=score * Fraction(9, 10), late_days=1, reason="1 day late: 10 % off"
    )
    page = shown(pages.student_page(late))
    assert "1 day late: 10 % off" in page
    assert "Score before the course&#39;s policy" in page.replace("'", "&#39;")
    override = dataclasses.replace(late, is_overridden=True, reason="was ill")
    assert "was ill (set by your instructor)" in shown(pages.student_page(override))


@pytest.mark.parametrize("status", ["missing", "unreadable", "broken"])
def test_no_grade_is_said_with_its_reason(status: str) -> None:
    row = GradeRow(student=Student(id="1"), assignment="a", status=status, reason="because", possible=Fraction(1))
    page = shown(pages.student_page(row))
    assert "No grade yet" in page
    assert "because" in page


def test_the_class_page_has_every_student_every_belief_and_every_section(rows: list[GradeRow], class_page: str) -> None:
    found = analyse(rows)
    for row in rows:
        assert class_page.count(f'href="students/{row.student.id}.html"') >= 1
    for belief in found.beliefs:
        assert belief.id in class_page
    for name in ("scores", "exercises", "beliefs", "slides", "without", "failed", "limits", "slowest", "students"):
        assert f'<h2 id="{name}">' in class_page


def test_an_outline_is_enough_for_the_class_page(rows: list[GradeRow], class_page: str) -> None:
    outlines = [outline(row) for row in rows]
    files = {row.student.id: f"students/{row.student.id}.html" for row in rows}
    assert pages.class_page(outlines, analyse(outlines), files) == class_page
    kept, all_of_them = (
        sum(len(one.results) for row in some if row.report for e in row.report.exercises for one in e.criteria)
        for some in (outlines, rows)
    )
    assert 0 < kept < all_of_them / 4


def test_a_class_of_nobody_has_a_page() -> None:
    assert ours(pages.class_page([], analyse([]), {})) == []


def test_a_picture_shows_the_factors_and_both_numbers() -> None:
    picture = products(("5*3", "-1*3", "-6"), 4.0, 6.0, "out[0, 1]")
    assert "factors, one above the other" in picture
    assert [n in picture for n in (">5<", ">−1<", ">−6<", ">6<", ">4<", "✗")] == [True] * 6
    assert "factors" not in products(("max(1, 2)",), 4.0, 6.0, "out[0]")
    assert "terms" in products(("1", "2", "… 3 more terms"), 4.0, 6.0, "out")


@given(st.lists(st.text(min_size=1, max_size=80), max_size=12))
def test_file_names_are_safe_and_no_two_are_one(texts: list[str]) -> None:
    names = file_names([*texts, "index", "CON", "..", "a/b", "a_b", "A_B"])
    assert set(names) >= set(texts)
    folded = [name.casefold() for name in names.values()]
    assert len(folded) == len(set(folded))
    for name in names.values():
        assert re.fullmatch(r"[\w.-]+", name)
        assert name[0] != "."
        assert len(name.encode()) <= 255
        assert name.casefold() not in ("con", "index")


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [
        ("2026-10-30T17:05:11+01:00", "2026-10-30 17:05 UTC+01:00"),
        ("2026-10-30 17:05:11Z", "2026-10-30 17:05 UTC"),
        ("2026-10-30T17:05", "2026-10-30 17:05"),
        ("yesterday", "yesterday"),
    ],
)
def test_a_time_is_shown_to_the_minute(text: str, shown_as: str) -> None:
    assert pages.moment(text) == shown_as


def test_numbers_are_shown_as_people_write_them() -> None:
    assert (pages.points(None), pages.points(Fraction(75, 2)), pages.points(Fraction(1, 3))) == ("–", "37.5", "0.33")
    assert (pages.percent(None), pages.percent(Fraction(1, 3))) == ("–", "33 %")
    assert [pages.coefficient(n) for n in (None, 0.5, 0.05, -0.2)] == ["–", "0.50", "0.05 (low)", "−0.20 (low)"]


# ------------------------------------------------------------------------------- the command


@pytest.fixture(scope="module")
def book(rows: list[GradeRow], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return gradebook_of(rows, tmp_path_factory.mktemp("book") / "gradebook.db")


def test_the_command_writes_a_page_for_each_student_and_one_for_the_class(
    book: Path, rows: list[GradeRow], tmp_path: Path
) -> None:
    done = grader("report", book, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert f"conv-layer: pages of {len(rows)} students" in done.stdout
    written = {path.stem for path in (tmp_path / "conv-layer" / "students").iterdir()}
    assert written == {row.student.id for row in rows}
    page = (tmp_path / "conv-layer" / "index.html").read_text(encoding="utf-8")
    for target in set(re.findall(r'href="(students/[^"]+)"', page)):
        assert (tmp_path / "conv-layer" / target).is_file()
    assert 'href="conv-layer/index.html"' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_same_gradebook_gives_the_same_pages(book: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert grader("report", book, "--out", tmp_path / name).returncode == 0
    first = {p.relative_to(tmp_path / "a"): p.read_bytes() for p in (tmp_path / "a").rglob("*.html")}
    assert first == {p.relative_to(tmp_path / "b"): p.read_bytes() for p in (tmp_path / "b").rglob("*.html")}


def test_a_wrong_assignment_or_gradebook_is_said_plainly(book: Path, tmp_path: Path) -> None:
    done = grader("report", book, "--out", tmp_path, "-a", "pooling")
    assert done.returncode == 2
    assert "has no grades of 'pooling'. There are: conv-layer" in done.stderr
    missing = grader("report", tmp_path / "none.db", "--out", tmp_path)
    assert missing.returncode == 2
    assert "Traceback" not in missing.stderr
