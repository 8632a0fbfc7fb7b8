"""The class page of 200 students and a student's page, in a real browser: nothing to complain of, for anybody.

``.ci/run`` runs these: ``python -m pytest tests/browser -m browser``. GRADER_TEST_SCREENSHOTS=DIR keeps pictures.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.gradebook.insights import analyse
from grader.model import Report
from grader.report import pages
from grader.report.escape import file_names
from tests.grader.classes import class_of

from .conftest import keep

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # axe takes half as long where nobody wants every element that is right
    "preload": False,  # a page that was opened as a file may not ask for its own styles
    "iframes": False,  # a report in a frame is a page that has its own test; a browser may complain of messages to it
}
LOOKS = [(1280, "light"), (400, "dark"), (400, "light"), (1280, "dark")]
SCANNED = [
    *(("index", *look) for look in LOOKS[:2]),
    *(("student", *look) for look in LOOKS),
]  # 200 lines take axe long


@pytest.fixture(scope="session")
def site(reports: list[Report], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of 200 students."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "students").mkdir()
    rows = class_of(200, reports)
    files = {one: f"students/{name}.html" for one, name in file_names(row.student.id for row in rows).items()}
    for row in rows:
        (folder / files[row.student.id]).write_text(pages.student_page(row), encoding="utf-8")
    (folder / "index.html").write_text(pages.class_page(rows, analyse(rows), files), encoding="utf-8")
    wrong = next(row for row in rows if row.report and "<svg" in pages.student_page(row) and row.late_days)
    (folder / files[wrong.student.id]).rename(folder / "student.html")
    (folder / files[wrong.student.id]).write_text(pages.student_page(wrong), encoding="utf-8")
    return folder


def scan(page: Any) -> list[str]:
    """Return what axe finds wrong."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=RULES).response
    assert found["testEngine"]["version"] >= "4.1"
    assert len(found["passes"]) > 10
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


@pytest.mark.parametrize(("name", "width", "scheme"), SCANNED)
def test_a_page_loads_nothing_complains_of_nothing_and_passes_axe(
    name: str, width: int, scheme: str, site: Path, opened: Callable[..., Any]
) -> None:
    with opened(site / f"{name}.html", width, color_scheme=scheme) as found:
        assert found.said == []
        assert scan(found.page) == []
        keep(found.page, f"{name}-{width}-{scheme}")


@pytest.mark.parametrize("width", [1280, 400, 320])
@pytest.mark.parametrize("name", ["index", "student"])
def test_a_page_is_as_wide_as_the_window_and_nothing_lies_on_anything(
    name: str, width: int, site: Path, opened: Callable[..., Any]
) -> None:
    with opened(site / f"{name}.html", width) as found:
        assert found.page.evaluate("document.documentElement.scrollWidth") <= width
        outside = found.page.evaluate(
            """() => [...document.querySelectorAll('h1, h2, h3, p, dd, th, td, svg')]
                .filter(one => !one.closest('.scroll'))
                .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                .map(one => one.outerHTML.slice(0, 80))"""
        )
        assert outside == []


def test_a_page_reads_the_same_without_script_and_without_style(site: Path, opened: Callable[..., Any]) -> None:
    with opened(site / "index.html", java_script_enabled=False) as found:
        text = found.page.inner_text("main")
    assert "Misconceptions" in text
    assert "Without a grade" in text


def test_the_keyboard_reaches_the_content_every_table_and_every_link(site: Path, opened: Callable[..., Any]) -> None:
    with opened(site / "student.html") as found:
        page = found.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        reached = []
        for _ in range(8):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.ariaLabel")
            )
        assert "Overview of the exercises" in reached
        assert "#exercise-conv_map" in reached


def test_on_paper_nothing_is_hidden_in_a_scrolling_box(site: Path, opened: Callable[..., Any]) -> None:
    with opened(site / "index.html", 700) as found:
        found.page.emulate_media(media="print")
        assert found.page.evaluate("getComputedStyle(document.querySelector('.scroll')).overflowX") == "visible"
        assert found.page.evaluate("getComputedStyle(document.querySelector('.skip')).display") == "none"
        assert len(found.page.pdf(format="A4")) > 10_000


def test_every_link_of_the_class_page_leads_to_a_page(site: Path, opened: Callable[..., Any]) -> None:
    with opened(site / "index.html") as found:
        links = set(found.page.eval_on_selector_all("a", "all => all.map(one => one.getAttribute('href'))"))
    assert len(links) > 200
    assert all(link.startswith("#") or (site / link).is_file() for link in links)


def test_a_script_that_got_through_would_not_run(site: Path, opened: Callable[..., Any]) -> None:
    page = (site / "student.html").read_text(encoding="utf-8")
    bad = site / "bad.html"
    bad.write_text(page.replace("</main>", "<script>document.title = 'owned'</script></main>"), encoding="utf-8")
    with opened(bad) as found:
        assert found.page.title() != "owned"
        assert any("Content Security Policy" in line for line in found.said)
