"""A view with a case's own numbers, in a frame as a notebook shows it: it begins at the wrong entry, and is right."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import plan
from grader.lecture.frame import TRY, framed_view
from grader.topics.loading import assignments_folder

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
