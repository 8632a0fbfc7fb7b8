"""A view with a case's own numbers, in a frame as a notebook and a report show it: it begins at the wrong entry."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import plan
from grader.languages.loading import load_catalogue
from grader.lecture.frame import TRY, framed_in_report, framed_view
from grader.model import Report, Student
from grader.report import html, pictures
from grader.report.pages import student_page
from grader.topics.loading import assignments_folder
from tests.grader.classes import row_of
from tests.lecture.test_frame import graded

from .test_pages_in_a_browser import scan

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("topic", "name"), [("conv_layer", "conv_forward"), ("convolution_1d", "correlate_pad")])
def test_a_framed_view_begins_at_the_entry_in_question(
    topic: str, name: str, opened: Callable[..., Any], tmp_path: Path
) -> None:
    exercises = plan(load_assignment(assignments_folder() / topic)).exercises
    one = next(one for one in exercises if one.exercise.id == name)
    assert one.operation is not None
    case = next(case for case in one.cases if case.raises is None and case.arguments["x"].dtype.kind == "f")
    due = one.expected[case.id]["out"].value
    at = tuple(length - 1 for length in due.shape)
    view = one.operation.view(case.arguments, case.sizes, "out", at)
    assert view is not None
    page = tmp_path / "page.html"
    outer = (
        f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><main><h1>t</h1>{framed_view(*view, "en")}'
    )
    page.write_text(f"{outer}</main></body></html>", encoding="utf-8")
    with opened(page) as found:
        found.page.get_by_text(TRY).click()
        frame = found.page.frame_locator("iframe")
        here = frame.locator("figure").last.locator("td.here")
        here.wait_for()
        assert float(here.get_attribute("data-value")) == pytest.approx(float(due[at]))
        assert frame.locator(".sum").inner_text().startswith("out[")
        assert scan(found.page) == []
        assert found.said == []


@pytest.fixture(scope="module")
def flipped() -> Report:
    """The report of somebody who turns the kernel round."""
    place = "(x[:, i:i + w.shape[1], j:j + w.shape[2]] * w[:, ::-1, ::-1]).sum() + b"
    rows, columns = (f"range(x.shape[{n}] - w.shape[{n}] + 1)" for n in (1, 2))
    lines = f"def conv_map(x, w, b):\n    return np.array([[{place} for j in {columns}] for i in {rows}])\n"
    source = f"import numpy as np\n\n{lines}"
    return graded("conv_layer", source, "conv_map")


@pytest.mark.parametrize(
    ("language", "width", "said"), [("en", 1280, TRY), ("de", 400, "Probier es mit dieser Eingabe")]
)
def test_a_report_shows_the_smallest_input_in_a_view(
    language: str, width: int, said: str, flipped: Report, opened: Callable[..., Any], tmp_path: Path
) -> None:
    smallest = next(one.smallest for one in flipped.exercises[0].diagnosis if one.smallest is not None)
    say = load_catalogue(language, [assignments_folder() / "conv_layer"]).say
    page = tmp_path / "page.html"
    page.write_text(student_page(row_of(flipped, Student(id="ada")), say, language, framed_in_report), encoding="utf-8")
    with opened(page, width) as found:
        found.page.get_by_text(said).click()
        frame = found.page.frame_locator("iframe")
        here = frame.locator("figure").last.locator("td.here")
        here.wait_for()
        assert float(here.get_attribute("data-value")) == smallest.want
        assert frame.locator("html").get_attribute("lang") == language
        assert scan(found.page) == []
        assert found.page.evaluate("document.documentElement.scrollWidth") <= width
        assert found.said == []
    with opened(page, width, java_script_enabled=False) as found:
        found.page.get_by_text(said).click()
        assert found.page.frame_locator("iframe").locator("table").count() > 0


def test_the_view_is_alive_in_the_portal_s_sandbox_and_a_strange_script_is_not(flipped: Report, browser: Any) -> None:
    report = student_page(row_of(flipped, Student(id="ada")), framed=framed_in_report)
    own = re.search(r"script-src ('sha256-[^']+')", report)
    assert own is not None
    strange = report.replace("<main", "<script>document.title = 'owned'</script><main", 1)
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {own[1]}; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'; sandbox allow-scripts allow-top-navigation-by-user-activation"
    )  # as portal/views/student.py has it; tests/portal holds it to that
    around = '<iframe sandbox="allow-scripts allow-top-navigation-by-user-activation" src="/report" title="t"></iframe>'
    page = browser.new_page()
    page.route("http://portal.test/", lambda route: route.fulfill(body=around, content_type="text/html"))
    answer = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
    page.route("http://portal.test/report", lambda route: route.fulfill(body=strange, headers=answer))
    page.goto("http://portal.test/")
    inside = page.frame_locator("iframe")
    inside.get_by_text(TRY).click()
    inside.frame_locator("iframe").locator("td.here").first.wait_for()
    assert inside.locator("head title").inner_text() != "owned"
    page.close()


def test_on_a_notebook_s_dark_page_a_report_takes_its_colour_and_code_is_set_in_one_width(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    numbers = np.arange(9.0).reshape(1, 1, 3, 3)
    marked = numbers == 4
    drawn = pictures.comparison(numbers, -numbers, marked, (0, 0, 1, 1), "out")
    drawn += pictures.window(numbers, (0, 0), (-1, -1, 2, 2), "x")
    report = graded("conv_layer", "def conv_map(x, w, b):\n    return y\n", "conv_map")
    around = "body { background: #111; color: #eee } .output pre { font-family: inherit }"  # as nbconvert has it
    page = tmp_path / "page.html"
    shown = html.fragment(report, lambda exercise, result: drawn)
    page.write_text(
        f'<!DOCTYPE html><html lang="en"><head><title>t</title><style>{around}</style></head><body><main>'
        f'<h1>t</h1><h2>s</h2><div class="output">{shown}</div></main></body></html>',
        encoding="utf-8",
    )
    with opened(page) as found:
        styles = "elements => elements.map(one => getComputedStyle(one)"
        letters = found.page.locator("svg text").evaluate_all(f"{styles}.fill)")
        lines = found.page.locator("svg rect").evaluate_all(f"{styles}.stroke)")
        assert {*letters, *lines} == {"rgb(238, 238, 238)"}
        code = found.page.locator(".grader pre").evaluate_all(f"{styles}.fontFamily)")
        assert code
        assert all("monospace" in font for font in code)
        assert scan(found.page) == []
