"""Work written for other courses is graded unchanged, and what has changed in NumPy and Python since is said."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from grader.authoring.assignment import load_assignment
from grader.cli.check_command import command as check_command
from grader.grading.grade import Plan, grade, plan
from grader.model import Report
from grader.report import text
from grader.submissions import dialects
from grader.submissions.reading import from_files
from grader.submissions.text import read_text
from grader.topics.loading import assignments_folder
from grader.topics.topic import Topic
from tests.effort import NO_SEARCH, with_few_cases

LAYERS = """
from builtins import range
import numpy as np
from ..im2col import *
from .fast_layers import conv_forward_fast


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    return dout.dot(w.T).reshape(x.shape), x.reshape(x.shape[0], -1).T.dot(dout), np.sum(dout, axis=0)


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param.get("stride", 1), conv_param.get("pad", 0)
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.lib.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), "constant")
    out = np.zeros((N, F, 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride))
    for n in range(N):
        for f in range(F):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    window = xp[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, b, conv_param)


def conv_backward_naive(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    HH, WW = w.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dxp[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * xp[n, :, rows, columns]
    return dxp[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, dout.sum(axis=(0, 2, 3))


def max_pool_forward_naive(x, pool_param):
    h, w, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.zeros((N, C, 1 + (H - h) // s, 1 + (W - w) // s), np.float)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = np.max(x[:, :, i * s : i * s + h, j * s : j * s + w], axis=(2, 3))
    return out, (x, pool_param)


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    h, w, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * s : i * s + h, j * s : j * s + w]
        mask = window == np.max(window)
        dx[n, c, i * s : i * s + h, j * s : j * s + w] += mask * dout[n, c, i, j]
    return dx


def batchnorm_forward(x, gamma, beta, bn_param):
    raise NotImplementedError
"""
STEPS = """
import numpy as np
import h5py
import matplotlib.pyplot as plt
from public_tests import *

%matplotlib inline
plt.rcParams['figure.figsize'] = (5.0, 4.0)
np.random.seed(1)


def zero_pad(X, pad):
    return np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)))


def conv_single_step(a_slice_prev, W, b):
    Z = np.sum(a_slice_prev * W)
    return Z + float(b)


def conv_forward(A_prev, W, b, hparameters):
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f, n_C_prev, n_C) = W.shape
    stride, pad = hparameters["stride"], hparameters["pad"]
    n_H = int((n_H_prev - f + 2 * pad) / stride) + 1
    n_W = int((n_W_prev - f + 2 * pad) / stride) + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    piece = A_prev_pad[i, h * stride : h * stride + f, w * stride : w * stride + f, :]
                    Z[i, h, w, c] = conv_single_step(piece, W[:, :, :, c], b[:, :, :, c])
    return Z, (A_prev, W, b, hparameters)


def pool_forward(A_prev, hparameters, mode="max"):
    (m, n_H_prev, n_W_prev, n_C) = A_prev.shape
    f, stride = hparameters["f"], hparameters["stride"]
    A = np.zeros((m, 1 + (n_H_prev - f) // stride, 1 + (n_W_prev - f) // stride, n_C))
    for i, h, w, c in np.ndindex(A.shape):
        piece = A_prev[i, h * stride : h * stride + f, w * stride : w * stride + f, c]
        A[i, h, w, c] = np.max(piece) if mode == "max" else np.mean(piece)
    return A, (A_prev, hparameters)


def conv_backward(dZ, cache):
    (A_prev, W, b, hparameters) = cache
    stride, pad, f = hparameters["stride"], hparameters["pad"], W.shape[0]
    padded = zero_pad(A_prev, pad)
    dA_prev_pad, dW, db = np.zeros(padded.shape), np.zeros(W.shape), np.zeros((1, 1, 1, W.shape[3]))
    for i, h, w, c in np.ndindex(dZ.shape):
        rows, columns = slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)
        dA_prev_pad[i, rows, columns] += W[:, :, :, c] * dZ[i, h, w, c]
        dW[:, :, :, c] += padded[i, rows, columns] * dZ[i, h, w, c]
        db[:, :, :, c] += dZ[i, h, w, c]
    return dA_prev_pad[:, pad : pad + A_prev.shape[1], pad : pad + A_prev.shape[2]], dW, db


def create_mask_from_window(x):
    return x == np.max(x)


def distribute_value(dz, shape):
    return np.ones(shape) * dz / np.product(shape)


def pool_backward(dA, cache, mode="max"):
    (A_prev, hparameters) = cache
    f, stride = hparameters["f"], hparameters["stride"]
    dA_prev = np.zeros(A_prev.shape)
    for i, h, w, c in np.ndindex(dA.shape):
        rows, columns = slice(h * stride, h * stride + f), slice(w * stride, w * stride + f)
        if mode == "max":
            dA_prev[i, rows, columns, c] += create_mask_from_window(A_prev[i, rows, columns, c]) * dA[i, h, w, c]
        else:
            dA_prev[i, rows, columns, c] += distribute_value(dA[i, h, w, c], (f, f))
    return dA_prev
"""


@cache
def plan_of(name: str) -> Plan:
    return with_few_cases(plan(load_assignment(assignments_folder() / name), effort=NO_SEARCH), 3)


@pytest.fixture
def graded(quick_sandbox):
    def run(name: str, source: str, file: str, dialect: str = "auto") -> Report:
        data = source.encode()
        if file.endswith(".ipynb"):
            import json

            cells = [{"cell_type": "code", "source": part} for part in source.split("\n\n\n")]
            data = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}).encode()
        return grade(from_files(file, {file: data}), plan_of(name), quick_sandbox, dialect)

    return run


@pytest.mark.parametrize(
    ("name", "exercises"),
    [
        ("conv-layer", ["conv_forward", "conv_backward"]),
        ("pooling", ["max_pool_forward", "max_pool_backward"]),
    ],
)
def test_the_layers_of_cs231n_are_graded_unchanged(graded, name: str, exercises: list[str]) -> None:
    report = graded(name, LAYERS, "layers.py")
    assert report.dialect == "cs231n"
    status = {one.exercise.id: one.status for one in report.exercises}
    assert {status[name] for name in exercises} == {"passed"}, status
    assert any("cs231n has no" in note for note in report.notes)
    assert any("np.float, np.lib.pad are no longer in NumPy" in note and "np.pad" in note for note in report.notes)


def test_what_both_call_the_same_is_graded_in_the_fully_connected_assignment(graded) -> None:
    report = graded("fully-connected", LAYERS, "layers.py")
    status = {one.exercise.id: one.status for one in report.exercises}
    assert status["affine_forward"] == status["affine_backward"] == "passed"
    assert status["softmax_loss"] == "failed"
    assert status["conv_matrix"] == "failed"


@pytest.mark.parametrize(
    ("name", "exercises"),
    [
        ("conv-layer", ["conv_single", "conv_forward", "conv_backward"]),
        ("pooling", ["max_pool_forward", "max_pool_backward", "avg_pool_forward", "avg_pool_backward"]),
    ],
)
@pytest.mark.parametrize("file", ["steps.ipynb"])
def test_the_steps_of_deeplearning_ai_are_graded_unchanged(graded, name: str, exercises: list[str], file: str) -> None:
    report = graded(name, STEPS, file)
    assert report.dialect == "deeplearning-ai"
    asked = [one for one in report.exercises if one.exercise.id in exercises]
    assert len(asked) == len(exercises)
    wrong = [r.evidence for e in asked for c in e.criteria for r in c.results if r.status != "passed"]
    assert not wrong, wrong[0]
    assert any("cannot be said in deeplearning-ai" in note for note in report.notes)
    assert name != "conv-layer" or any("write a.item() today" in note for note in report.notes)


@pytest.mark.parametrize(
    ("old", "new", "criterion"),
    [
        ("* stride + f, w * stride : w * stride + f, :]", "+ f, w : w + f, :]", "conv_forward.values"),
        ("dW[:, :, :, c] +=", "dW[:, :, :, c] =", "conv_backward.dw"),
        ("return Z + float(b)", "return Z", "conv_single.values"),
    ],
)
def test_a_mistake_is_found_in_another_dialect_too(graded, old: str, new: str, criterion: str) -> None:
    assert old in STEPS
    source = (
        STEPS.replace(old, new)
        .replace("h * stride + f, w : w + f", "h + f, w : w + f")
        .replace("h * stride : h +", "h : h +")
    )
    report = graded("conv-layer", source, "steps.ipynb")
    failed = {f"{e.exercise.id}.{c.criterion.id}" for e in report.exercises for c in e.criteria if c.status != "passed"}
    assert criterion in failed


@pytest.mark.parametrize(
    ("source", "dialect"),
    [
        ("def conv_forward(x, w, b, conv_param): pass", "native"),
        ("def conv_forward(A_prev, W, b, hparameters): pass", "deeplearning-ai"),
        ("def pool_forward(A, h, mode): pass", "deeplearning-ai"),
        ("def conv_forward_naive(x, w, b, conv_param): pass", "cs231n"),
        ("def conv_forward_naive(x, w, b, c): pass\ndef conv_forward(x, w, b, c): pass", "native"),
        ("def conv_forward_naive(x, w, b, c): pass\ndef conv_backward(dout, cache): pass", "cs231n"),
        ("def conv_forward_naive(x, w, b, stride=1, pad=1):\n    return x", "layer-functions"),
        ("def pool_forward(x, window, stride):\n    return x", "layer-functions"),
        ("def conv_backward(dZ, cache):\n    return dx, dw, db", "native"),
        ("def conv_forward(x, w, b):\n    return x", "layer-functions"),
        ("def conv2d(x, kernel):\n    return x", "native"),
        ("def max_pool_forward(x, pool_param):\n    return x, cache", "native"),
        ("def broken(:", "native"),
        ("def conv_forward(" + "(" * 100_000, "native"),
        ("x = " + "-" * 200_000 + "1\ndef pool_forward(a): pass", "deeplearning-ai"),
        ("", "native"),
    ],
)
def test_names_and_parameters_tell_the_dialect(source: str, dialect: str) -> None:
    assert dialects.recognise_dialect(from_files("a.py", {"a.py": source.encode()})) == dialect


def test_a_dialect_can_be_given_where_names_do_not_tell(graded) -> None:
    source = STEPS.replace("A_prev", "a").replace("hparameters", "both")
    assert "A_prev" not in source
    unnamed = source.replace("def conv_single_step", "def conv_single").replace("conv_single_step(", "conv_single(")
    unnamed = unnamed.replace("pool_forward", "pf").replace("pool_backward", "pb")
    assert graded("conv-layer", unnamed, "a.ipynb").dialect == "native"
    report = graded("conv-layer", unnamed, "a.ipynb", "deeplearning-ai")
    passed = {one.exercise.id for one in report.exercises if one.status == "passed"}
    assert passed == {"conv_forward", "conv_backward"}


@pytest.mark.parametrize(("name", "source"), [("conv-layer", STEPS), ("conv-layer", LAYERS), ("pooling", LAYERS)])
def test_no_submission_chooses_how_many_points_there_are(graded, name: str, source: str) -> None:
    """Max pooling alone under the names of CS231n once earned 22 of 22 of an assignment of 40."""
    report = graded(name, source, "work.ipynb" if source is STEPS else "work.py")
    whole = plan_of(name).assignment
    assert report.dialect != "native"
    assert report.possible == whole.points
    assert {one.exercise.id: one.exercise.points for one in report.exercises} == {
        one.id: one.points for one in whole.exercises
    }
    assert report.score < whole.points
    assert any("asked for by our own names" in note for note in report.notes)


def test_a_dialect_that_is_named_for_everyone_leaves_out_what_it_has_not(graded) -> None:
    report = graded("pooling", LAYERS, "work.py", "cs231n")
    assert (report.score, report.possible) == (22, 22)
    assert any("left out, and not counted" in note for note in report.notes)


def test_what_a_dialect_has_not_is_graded_beside_it_by_our_own_names(graded) -> None:
    report = graded("pooling", LAYERS + "\n\ndef pooling_parameters():\n    return 0\n", "work.py")
    assert report.score == 23


def test_a_helper_for_a_layer_does_not_tell_a_dialect_where_no_layer_is_asked_for() -> None:
    some = from_files("a.py", {"a.py": b"def relu(x):\n    return x\n\n\ndef predict(images):\n    return 0\n"})
    assert dialects.recognise_dialect(some, None, ["network_scores", "predict"]) == "native"
    assert dialects.recognise_dialect(some, None, ["relu_forward"]) == "layer-functions"


def test_a_helper_for_sizes_tells_a_dialect_where_sizes_are_asked_for_and_nowhere_else() -> None:
    helper = b"def conv_output_size(n, k, stride=1, padding=0):\n    return (n + 2 * padding - k) // stride + 1\n"
    some = from_files("a.py", {"a.py": helper})
    assert dialects.recognise_dialect(some) == "native"
    assert dialects.recognise_dialect(some, None, ["conv_forward", "conv_backward"]) == "native"
    assert dialects.recognise_dialect(some, None, ["output_size", "same_padding"]) == "single-functions"
    ours = from_files("a.py", {"a.py": helper + b"def output_size(length, window, stride, pad):\n    return 1\n"})
    assert dialects.recognise_dialect(ours, None, ["output_size", "same_padding"]) == "native"


def test_a_function_of_ours_stands_before_a_helper_with_the_name_of_a_layer(graded) -> None:
    source = """
def relu(x):
    return abs(x)


def relu_forward(x):
    return x * (x > 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)
"""
    report = graded("fully-connected", source, "a.py")
    assert report.dialect == "native"
    own = {"relu_forward", "relu_backward"}
    assert {one.exercise.id for one in report.exercises if one.status == "passed"} == own
    source += "\n\ndef fc_forward(x, w, b):\n    return x.reshape(len(x), -1) @ w + b\n"
    report = graded("fully-connected", source, "a.py")
    assert {one.exercise.id for one in report.exercises if one.status == "passed"} == {*own, "affine_forward"}


def test_a_dialect_without_any_of_the_exercises_is_not_used(graded) -> None:
    report = graded("dimensions", STEPS, "steps.ipynb")
    assert report.dialect == "native"
    assert len(report.exercises) == 14
    assert any("graded by our own names" in note for note in report.notes)


def test_every_phrase_gives_back_what_it_was_given() -> None:
    """A case said in a dialect and answered with the arguments themselves comes back in our axis order."""
    planned = {one.exercise.id: one for name in ("conv-layer", "pooling") for one in plan_of(name).exercises}
    found = {ours: dialects.find_phrase("deeplearning-ai", ours, Topic()) for ours in planned}
    phrases = {ours: phrase for ours, phrase in found.items() if phrase is not None}
    assert len(phrases) == 7
    for ours, phrase in phrases.items():
        for case in planned[ours].cases:
            translated = phrase.translate(case)
            if translated is None:
                assert case.raises is not None or case.sizes["HH"] != case.sizes["WW"]
                continue
            images = translated[0].arguments[0].array
            if images.ndim == 4:
                assert np.array_equal(images.transpose(0, 3, 1, 2), case.arguments["x"])


# ------------------------------------------------------------------- what has changed since


@pytest.mark.parametrize("name", ["int", "float", "product", "Inf", "float_", "in1d", "alltrue"])
def test_a_name_that_numpy_has_lost_is_put_back(grade_source, name: str) -> None:
    report = grade_source(
        f"import numpy as np\nx = np.{name}\ndef conv_single(x, w, b):\n"
        f"    np.{name}\n    if x.shape != w.shape: raise ValueError\n    return (x * w).sum() + b\n"
    )
    assert report.exercises[0].status == "passed"
    assert any(f"np.{name} is no longer in NumPy" in note for note in report.notes)


def test_python_2_is_called_by_its_name(grade_source) -> None:
    notes = grade_source("def conv_single(x, w, b):\n    print x\n    return 1\n").notes
    assert any("this is Python 2" in note and "//" in note for note in notes)


def test_a_size_that_is_a_fraction_gets_the_right_next_step(grade_source) -> None:
    from grader.report import text

    report = grade_source(
        "import numpy as np\ndef conv_map(x, w, b):\n    return np.zeros(((x.shape[1] - w.shape[1] + 2) / 2, 3))\n"
    )
    assert "divide them with //" in " ".join(text.render(report).split())


def test_xrange_of_past_builtins_works(grade_source) -> None:
    report = grade_source(
        "from past.builtins import xrange\ndef conv_single(x, w, b):\n"
        "    if x.shape != w.shape: raise ValueError\n"
        "    return sum(x.flat[i] * w.flat[i] for i in xrange(x.size)) + b\n"
    )
    assert report.exercises[0].status == "passed"
    assert any("write range today" in note for note in report.notes)


def test_an_instructors_own_dialects_are_among_those_that_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "dialects").mkdir()
    (tmp_path / "dialects" / "our-course.toml").write_text('parameters = ["our_images"]\n', encoding="utf-8")
    (tmp_path / "work.py").write_text("import numpy as np\n", encoding="utf-8")
    asked = ["check", str(tmp_path / "work.py"), "--assignments", str(tmp_path), "--dialect"]
    said = CliRunner().invoke(check_command, [*asked[1:], "our-curse"])
    assert said.exit_code == 2
    assert "Did you mean our-course?" in said.output
    assert "there is no dialect" not in CliRunner().invoke(check_command, [*asked[1:], "our-course"]).output


def test_a_class_has_the_constructor_of_the_class_that_it_derives_from() -> None:
    source = (
        "class Sized:\n    def __init__(self, kernel_size, stride=None): pass\n\n"
        "class Named(Sized):\n    def name(self, text): pass\n\n"
        "class MaxPool2d(Named, object):\n    pass\n\n"
        "class Round(MaxPool2d, Round):\n    def __init__(self, radius): pass\n"
    )
    read = read_text(from_files("a.py", {"a.py": source.encode()}))
    assert read.parameters_of("MaxPool2d") == {"kernel_size": None, "stride": "None"}
    assert [*read.parameters_of("MaxPool2d", "name")] == ["text"]
    assert [*read.parameters_of("Round")] == ["radius"]


@pytest.mark.parametrize(
    ("end", "count"),
    [
        ("out", 1),
        ("out, cache", 2),
        ("(out, cache)", 2),
        ("(a + b).sum(), c, d", 3),
        ("(a + b) * (c + d)", 1),
        ("pooled(x, 2)", 2),
        ("layer.forward(x)", 1),
    ],
)
def test_how_many_values_a_function_returns_is_read_where_it_is_written(end: str, count: int) -> None:
    source = f"def f(x):\n    return {end}\n\n\ndef pooled(x, size):\n    return x, size\n"
    read = read_text(from_files("a.py", {"a.py": source.encode()}))
    assert read.count_returned("f") == count


HALF_WRITTEN = {
    "of an object": """
class Conv2d:
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        self.W = np.zeros((out_channels, in_channels, kernel_size, kernel_size))
        self.b = np.zeros(out_channels)

    def forward(self, x):
        return np.zeros((1, 1, 1, 1))
""",
    "of a class": """
class Conv(object):
    @staticmethod
    def forward(x, w, b, conv_param):
        return np.zeros((1, 1, 1, 1)), None
""",
}


@pytest.mark.parametrize("source", HALF_WRITTEN.values(), ids=HALF_WRITTEN.keys())
def test_a_method_that_is_not_there_is_not_written_and_what_is_written_comes_first(graded, source: str) -> None:
    report = graded("conv-layer", "import numpy as np\n\n" + source, "layer.py")
    (backward,) = [one for one in report.exercises if one.exercise.id == "conv_backward"]
    evidence = backward.criteria[0].results[0].evidence
    assert evidence.detail == "there is no method backward in layer.py"
    shown = text.summarize(report)
    assert "conv_forward, shape" in shown
    assert "conv_backward, shape" not in shown


def test_a_file_none_of_whose_names_is_known_is_told_which_it_has_and_which_are() -> None:
    source = "def slide_over(x, w):\n    return x\n\n\nclass _Own:\n    pass\n"
    some = from_files("a.py", {"a.py": source.encode()})
    (note,) = dialects.of_no_exercise(some, ["conv_map", "conv_forward"])
    assert "slide_over:" in note
    assert note.endswith("conv_map, conv_forward")
    assert dialects.of_no_exercise(some, ["slide_over"]) == []
    assert dialects.of_no_exercise(from_files("a.py", {"a.py": b"x = 1\n"}), ["conv_map"]) == []


def test_a_window_of_two_sizes_is_asked_about_windows_that_are_not_square() -> None:
    """Two wrong poolings passed: a parameter that is given both sizes was asked about square windows alone."""
    source = "def pool2d(image, pool_size, stride):\n    return image\n"
    some = from_files("a.py", {"a.py": source.encode()})
    phrase = dialects.find_phrase("layer-functions", "max_pool_forward", Topic(), some)
    assert phrase is not None
    cases = next(one.cases for one in plan_of("pooling").exercises if one.exercise.id == "max_pool_forward")
    wide = [case for case in cases if case.raises is None and case.sizes["HH"] != case.sizes["WW"]]
    assert wide
    assert any(other.translate(wide[0]) is not None for other in phrase.instead)
    assert phrase.translate(wide[0]) is None
