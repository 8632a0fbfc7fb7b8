"""Views of the lecture with a case's own numbers: what a notebook shows below a wrong number."""

import html
import json
import re

import numpy as np
import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import plan
from grader.lecture.frame import MOST_NUMBERS, framed_view
from grader.lecture.loading import load_lecture
from grader.topics.loading import assignments_folder

LECTURE = load_lecture(assignments_folder())
PLANNED = {
    (name, one.exercise.id): one
    for name in ("conv_layer", "pooling", "convolution_1d", "image_filters")
    for one in plan(load_assignment(assignments_folder() / name)).exercises
    if one.operation is not None and one.operation.view.__name__ != "no_view"
}


def page_in(frame: str) -> str:
    found = re.search(r'srcdoc="([^"]*)"', frame)
    assert found is not None
    return html.unescape(found[1])


def test_what_slides_over_an_input_has_a_view() -> None:
    assert {name for _, name in PLANNED} == {
        "conv_map",
        "conv_forward",
        "max_pool_forward",
        "max_pool_backward",
        "avg_pool_forward",
        "avg_pool_backward",
        "correlate_shrink",
        "correlate_pad",
        "correlate_image",
    }


@pytest.mark.parametrize("name", PLANNED, ids=lambda name: name[1])
def test_every_case_has_a_view_of_its_own_numbers_or_none(name: tuple[str, str]) -> None:
    one, shown = PLANNED[name], 0
    assert one.operation is not None
    for case in one.cases:
        for output, due in one.expected.get(case.id, {}).items():
            view = one.operation.view(case.arguments, case.sizes, output, tuple(n - 1 for n in due.value.shape))
            frame = framed_view(*view, "en") if view is not None else ""
            if frame:
                settings = re.search(r'data-settings="([^"]*)"', page_in(frame))
                assert settings is not None
                held = np.asarray(json.loads(html.unescape(settings[1]))["x"])
                assert np.isin(held, case.arguments["x"].astype(float)).all()
                shown += 1
    assert shown > 0


def test_a_frame_shares_nothing_loads_nothing_and_runs_its_own_script_alone() -> None:
    frame = framed_view("window", {"x": [[[1, 2, 3]]], "w": [[[[1, 0]]]]}, "en")
    assert '<iframe sandbox="allow-scripts"' in frame
    page = page_in(frame)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert re.fullmatch(r"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[^']+'", policy[1])


def test_a_frame_speaks_the_reader_s_language() -> None:
    frame = framed_view("window", {"x": [[[1, 2, 3]]], "w": [[[[1, 0]]]]}, "de")
    assert "Probier es mit dieser Eingabe" in frame
    assert '<html lang="de">' in page_in(frame)
    assert "Nächste Stelle" in page_in(frame)


def test_too_many_numbers_are_no_picture() -> None:
    assert framed_view("window", {"x": [[[1.0] * MOST_NUMBERS]], "w": [[[[1]]]]}, "en") == ""
