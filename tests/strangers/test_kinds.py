"""One edit makes a right solution in another course's form wrong, and it loses points: looser recognition lets none pass."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import Plan, grade, plan
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH

pytestmark = pytest.mark.slow

RIGHT = Path(__file__).parent / "right"
EDITS = [  # a file, the exercise that becomes wrong, what is edited, and into what
    ("image-filters__round9-size-stays", "correlate_image", "np.vdot(mask,", "np.vdot(mask[::-1],"),
    ("image-filters__round9-size-stays", "correlate_image", "rows // 2, columns // 2", "0, columns - 1"),
    (
        "image-filters__round9-f-and-g",
        "correlate_image",
        "whole = convolution_of(f, flipped(g))",
        "whole = convolution_of(f, g)",
    ),
    ("image-filters__round9-f-and-g", "correlate_image", "whole[down :", "whole[down - 1 :"),
    ("image-filters__round9-four-borders", "correlate_image", "kernel[u, v]", "kernel[v, u]"),
    ("convolution-1d__round9-names-that-tell", "correlate_shrink", "@ kernel", "@ kernel[::-1]"),
    ("convolution-1d__round9-names-that-tell", "box_filter", "/ w", "/ (w + 1)"),
    ("convolution-1d__round9-names-that-tell", "convolve_shrink", "enumerate(kernel)", "enumerate(kernel[::-1])"),
    ("pooling__round9-one-map-step-one", "max_pool_forward", "np.max", "np.median"),
    ("pooling__round9-one-map-step-one", "avg_pool_forward", "np.mean", "np.sum"),
    ("pooling__round9-one-map-step-one", "max_pool_forward", "j : j + columns", "j : j + rows"),
    ("pooling__round9-shapes-of-steps", "max_pool_forward", "j * self.step[1]", "j * self.step[1] // 2"),
    ("pooling__round9-shapes-of-steps", "max_pool_backward", "+= error_tensor", "= error_tensor"),
    ("fully-connected__round9-loss-in-a-method", "softmax_loss", ".mean()", ".sum()"),
    ("fully-connected__round9-loss-in-a-method", "softmax_loss", "/ len(labels)", ""),
    ("fully-connected__round9-loss-in-a-method", "affine_backward", '"nm->m"', '"nm->n"'),
    ("fully-connected__round9-columns-of-scores", "softmax_loss", "/ count", "/ len(S)"),
    ("fully-connected__round9-columns-of-scores", "softmax_loss", "np.exp(moved), axis=0", "np.exp(moved)"),
    ("conv-layer__round9-faltungsschicht", "conv_forward", ".reshape(1, -1, 1, 1)", ".sum()"),
    (
        "conv-layer__round9-faltungsschicht",
        "conv_backward",
        "fehler.sum((0, 2, 3))",
        "fehler.sum((0, 2, 3)) / len(fehler)",
    ),
    ("conv-layer__round9-bias-for-each-entry", "conv_forward", "self.biases + np", "self.biases[:1] + np"),
    ("conv-layer__round9-bias-for-each-entry", "conv_backward", "* output_gradient", "* output_gradient.mean(0)"),
    ("conv-layer__round9-steps-and-border-in-words", "conv_backward", "grad, self.seen", "grad, self.seen[::-1]"),
    ("conv-layer__round9-weights-when-the-shape-is-known", "conv_forward", "::s, ::s", "::s, :: (s + 1) // 2"),
    ("pooling__round9-told-the-shape", "max_pool_backward", "dx[at] +=", "dx[at] ="),
    (
        "pooling__round9-told-the-shape",
        "avg_pool_forward",
        "j * self.stride + self.pool_shape[1]",
        "j * self.stride + self.pool_shape[0]",
    ),
    ("pooling__round9-update-output", "avg_pool_backward", "kernel_size**2", "kernel_size"),
    ("pooling__round9-a-class-for-one-map", "max_pool_forward", "-np.inf", "0.0"),
    ("dimensions__round9-outsize", "output_size", "2 * pad", "pad"),
    ("dimensions__round9-outsize", "conv_parameters", "+ bool(bias))", ") + 1"),
    ("convnet__round9-step-and-settings", "sgd_step", "w - rate", "w + rate"),
]


@cache
def planned(assignment: str) -> Plan:
    return plan(load_assignment(assignments_folder() / assignment), effort=NO_SEARCH)


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[str, Sandbox]]:
    with ExitStack() as stack:
        made = {}
        for name in dict.fromkeys(stem.partition("__")[0] for stem, *_ in EDITS):
            made[name] = stack.enter_context(Sandbox())
            made[name].configure(planned(name).assignment.limits, planned(name).assignment.imports)
        yield made


@pytest.mark.parametrize(("stem", "exercise", "old", "new"), EDITS)
def test_a_mistake_in_another_form_loses_points(
    stem: str, exercise: str, old: str, new: str, sandboxes: dict[str, Sandbox]
) -> None:
    source = (RIGHT / f"{stem}.py").read_text()
    assert old in source
    name = stem.partition("__")[0]
    submission = from_files("edited.py", {"edited.py": source.replace(old, new).encode()})
    report = grade(submission, planned(name), sandboxes[name], explain=False)
    of_it = next(one for one in report.exercises if one.exercise.id == exercise)
    assert of_it.score < of_it.exercise.points
