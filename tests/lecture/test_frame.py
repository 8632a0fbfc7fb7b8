"""Views of the lecture with a case's own numbers: what a notebook and a report show below a wrong number."""

import html
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import grade, plan
from grader.grading.student_text import hide
from grader.lecture.frame import MOST_NUMBERS, framed_in_report, framed_view
from grader.lecture.loading import load_lecture
from grader.model import Diagnosis, Report, Smallest, Student
from grader.report.pages import student_page
from grader.sandbox.levels import least
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.grader.classes import row_of
from tests.grader.test_class_pages import ours

MOST = 300_000  # bytes of a page

LECTURE = load_lecture(assignments_folder())
PLANNED = {
    (name, one.exercise.id): one
    for name in ("conv_layer", "pooling", "convolution_1d", "image_filters")
    for one in plan(load_assignment(assignments_folder() / name)).exercises
    if one.operation is not None and one.operation.view.__name__ != "no_view"
}


def graded(topic: str, source: str, exercise: str) -> Report:
    assignment = load_assignment(assignments_folder() / topic)
    only = tuple(one for one in assignment.exercises if one.id == exercise)
    with Sandbox() as sandbox:
        sandbox.configure(assignment.limits, assignment.imports, least(None, accepts_weak=True))
        planned = plan(replace(assignment, exercises=only))
        return grade(from_files("a.py", {"a.py": source.encode()}), planned, sandbox, "auto")


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


VIEW = json.dumps(["window", {"x": [[[1, 2, 3]]], "w": [[[[1, 0]]]]}])


def test_a_report_has_one_view_at_most_and_its_policy_names_that_script_alone() -> None:
    smallest = Smallest(call="f(x)", output="out", at=(0,), got=1.0, want=2.0, terms=("1*2",), code="f(x)", view=VIEW)
    diagnosis = Diagnosis(misconceptions=("m",), equivalent=(), hint="Why?", slide="S", smallest=smallest)
    source = "def conv_single(x, w, b):\n    return 0.0\n"
    done = graded("conv_layer", source, "conv_single")
    one = replace(done.exercises[0], diagnosis=(diagnosis,))
    other = replace(one, exercise=replace(one.exercise, id="other"))
    row = row_of(replace(done, exercises=(one, other)), Student(id="ada"))
    page, plain = student_page(row, framed=framed_in_report), student_page(row)
    assert (page.count("<iframe"), plain.count("<iframe")) == (1, 0)
    assert ours(page) == []
    assert len(page.encode()) < MOST
    policies = [re.search(r'Content-Security-Policy" content="([^"]*)"', text) for text in (page, page_in(page), plain)]
    outer, inner, without = (found[1] for found in policies if found is not None)
    assert outer == inner == f"{without}; script-src '{outer.split(chr(39))[-2]}'"
    hostile = replace(row, reason="script-src 'sha256-AAAA'")
    assert "sha256-AAAA" not in re.findall(r'content="([^"]*)"', student_page(hostile, framed=framed_in_report))[0]


def test_the_smallest_input_of_a_wrong_function_has_a_view_and_no_hidden_case_has() -> None:
    source = "import numpy as np\n\ndef correlate_shrink(x, w):\n    return np.convolve(x, w, 'valid')\n"
    source = source.replace(
        "np.convolve(x, w, 'valid')",
        "np.array([(x[i:i + len(w)] * w[::-1]).sum() for i in range(len(x) - len(w) + 1)])",
    )
    report = graded("convolution_1d", source, "correlate_shrink")
    shown = [one.smallest for one in report.exercises[0].diagnosis if one.smallest is not None]
    kind, settings = json.loads(shown[0].view)
    assert kind == "window"
    assert all(str(int(number)) in shown[0].code for number in np.ravel(settings["x"]))
    diagnosis = Diagnosis(
        misconceptions=(), equivalent=(), hint="", slide="", smallest=replace(shown[0], case="hidden-1")
    )
    mine = PLANNED["convolution_1d", "correlate_shrink"].cases[0]
    told = hide(
        replace(report.exercises[0], diagnosis=(diagnosis,)), [replace(mine, id="hidden-1")], from_files("a", {})
    )
    assert (told.diagnosis[0].smallest.code, told.diagnosis[0].smallest.view) == ("", "")  # type: ignore[union-attr]
    kept = hide(report.exercises[0], [mine], from_files("a", {}))
    assert kept.diagnosis[0].smallest == shown[0]


def test_too_many_numbers_are_no_picture() -> None:
    assert framed_view("window", {"x": [[[1.0] * MOST_NUMBERS]], "w": [[[[1]]]]}, "en") == ""
