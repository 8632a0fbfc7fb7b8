"""Pages: a report says what its text says, and a worked example shows the window of each step."""

import re
from collections.abc import Callable
from dataclasses import asdict, replace

import pytest

from grader.authoring.assignment import all_examples
from grader.authoring.explanation import draw, explain
from grader.model import Report
from grader.report.html import fragment
from grader.report.stepper import page
from grader.topics.loading import assignments_folder
from tests.grader.test_notebook import faults

EXAMPLES = all_examples(assignments_folder())


def shown(report: Report) -> str:
    """Return a report's page without its tags."""
    return re.sub(r"<style>.*?</style>|<[^>]+>", " ", fragment(report), flags=re.DOTALL)


def test_a_function_that_is_not_written_is_told_of_once(grade_source: Callable[..., Report]) -> None:
    text = shown(grade_source("def conv_map(x, w, b):\n    raise NotImplementedError\n"))
    assert text.count("conv_map is not written yet.") == 1
    assert "As above." in text


def test_a_backward_pass_is_not_blamed_for_the_forward_pass(grade_source: Callable[..., Report]) -> None:
    source = "def conv_forward(x, w, b, p): return x[100]\ndef conv_backward(dout, cache): return cache['mine'], 2, 3\n"
    text = shown(grade_source(source))
    assert text.count("conv_backward starts from your conv_forward, which did not get that far.") == 1
    assert "Next: mend conv_forward first." in text


def test_what_could_not_be_loaded_is_said_before_everything_else(grade_source: Callable[..., Report]) -> None:
    report = grade_source({"notes.txt": "no Python at all"})
    text = shown(report)
    assert "Nothing of it could be called" in text
    assert text.count("Next:") == 1
    assert faults(fragment(report)) == []


def test_a_weak_isolation_is_said(grade_source: Callable[..., Report]) -> None:
    report = grade_source("")
    assert "isolation level D" in shown(replace(report, isolation="D"))
    assert "isolation level" not in shown(replace(report, isolation="B"))


def steps(name: str) -> list[str]:
    example = asdict(EXAMPLES[name])
    made = page(example, explain(example), draw(example))
    return re.findall(r"<section.*?</section>", made, re.DOTALL)


def marked(step: str) -> list[str]:
    """Return the numbers in the window."""
    return re.findall(r'<td class="in[^>]*>([^<]*)<', step)


@pytest.mark.parametrize("name", EXAMPLES)
def test_steps_stand_in_their_order_and_each_has_a_picture_or_none_has(name: str) -> None:
    found = steps(name)
    assert [int(n) for step in found for n in re.findall(r'id="step-(\d+)"', step)] == list(range(1, len(found) + 1))
    assert len({"<table" in step for step in found}) == 1


def test_the_window_is_that_of_the_step() -> None:
    assert marked(steps("sharpen")[0]) == ["−5", "3", "2", "4", "3", "2", "1", "0", "3"]
    assert marked(steps("sharpen")[4]) == ["3", "2", "1", "0", "3", "3", "0", "1", "4"]
    assert len(marked(steps("max-pool")[3])) == 4


def test_padding_can_be_told_from_zeros_of_the_input() -> None:
    first = steps("box-pad")[0]
    assert "in pad" in first
    assert first.count("<td") > len(marked(first))


def test_a_turned_filter_is_shown_as_it_lies_on_the_window() -> None:
    as_it_is, turned = (steps(name)[0].rsplit("<table>", 1)[1] for name in ("slide-as-it-is", "slide-flipped"))
    kernels = [re.findall(r"<td>([^<]*)<", table) for table in (as_it_is, turned)]
    assert kernels[0] == kernels[1][::-1] != kernels[1]


def test_what_slides_no_window_or_does_not_fit_has_no_picture() -> None:
    assert draw(asdict(EXAMPLES["relu"])) == []
    example = asdict(EXAMPLES["sharpen"])
    large = [[1] * 40] * 40
    assert draw({**example, "arguments": {"x": large, "k": [[1]]}}) == []
    even = {**example["arguments"], "k": [[1, 2]], "boundary": "zero"}
    assert draw({**example, "arguments": even}) == []
