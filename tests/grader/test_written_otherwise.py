"""Layers named, called and laid out as people write them at home: each is asked as it is, and all of it counts."""

import time
from functools import cache

import numpy as np
import pytest

from grader.authoring.assignment import load_assignment
from grader.grading import running
from grader.grading.grade import Plan, grade, plan
from grader.model import Report
from grader.submissions import dialects
from grader.submissions.reading import from_files
from grader.submissions.text import called, read_text
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH, with_few_cases

WINDOWS = """
import numpy as np


def unrolled(a, kh, kw, step):
    return np.lib.stride_tricks.sliding_window_view(a, (kh, kw), axis=(2, 3))[:, :, ::step, ::step]


def rolled(parts, shape, step):
    whole = np.zeros(shape)
    for i, j, u, v in np.ndindex(parts.shape[2:]):
        whole[:, :, i * step + u, j * step + v] += parts[:, :, i, j, u, v]
    return whole
"""

SEVERAL_KEPT = (
    WINDOWS
    + """

def conv2d_forward(a, weight, bias, stride, padding, dilation):
    wide = np.pad(a, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    windows = unrolled(wide, weight.shape[2], weight.shape[3], stride)
    out = np.einsum("ncijuv,fcuv->nfij", windows, weight) + bias.reshape(1, -1, 1, 1)
    return out, a.shape, windows


def conv2d_backward(grad, a_shape, weight, stride, padding, windows):
    parts = np.einsum("nfij,fcuv->ncijuv", grad, weight)
    n, c, h, w = a_shape
    wide = rolled(parts, (n, c, h + 2 * padding, w + 2 * padding), stride)
    dw = np.einsum("nfij,ncijuv->fcuv", grad, windows)
    return wide[:, :, padding:padding + h, padding:padding + w], dw, grad.sum((0, 2, 3))
"""
)

POOLS = (
    WINDOWS
    + """

def pool_forward(x, kernel, stride, mode="max"):
    windows = unrolled(x, kernel, kernel, stride)
    return (windows.max((4, 5)) if mode == "max" else windows.mean((4, 5))), (x, kernel, stride)


def pool_backward(d_out, cache, mode="max"):
    x, kernel, stride = cache
    windows = unrolled(x, kernel, kernel, stride)
    if mode == "avg":
        return rolled(np.broadcast_to(d_out[..., None, None] / kernel**2, windows.shape), x.shape, stride)
    first = windows.reshape(*windows.shape[:4], -1).argmax(-1)
    chosen = np.eye(kernel * kernel)[first].reshape(windows.shape)
    return rolled(chosen * d_out[..., None, None], x.shape, stride)
"""
)

PAIRS = """
import numpy as np


def max_pooling(image, kernel_size, stride):
    (kh, kw), (sh, sw) = kernel_size, stride
    windows = np.lib.stride_tricks.sliding_window_view(image, (kh, kw))[::sh, ::sw]
    return windows.max(axis=(2, 3))
"""

SEMINAR = """
import numpy as np


def softmax_with_cross_entropy(preds, target_index):
    shifted = preds - preds.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    places = np.arange(len(preds)), target_index
    gradient = np.exp(logs)
    gradient[places] -= 1
    return -logs[places].mean(), gradient / len(preds)
"""

KEEPER = """
import numpy as np


class conv:
    def forward(self, X, W, b, stride=1, padding=0):
        wide = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
        windows = np.lib.stride_tricks.sliding_window_view(wide, W.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
        out = np.einsum("ncijuv,fcuv->nfij", windows, W) + b.reshape(1, -1, 1, 1)
        return out, (X.shape, W, windows, stride, padding)

    def backward(self, dout, cache):
        (n, c, h, w), W, windows, stride, p = cache
        wide = np.zeros((n, c, h + 2 * p, w + 2 * p))
        for i, j in np.ndindex(dout.shape[2:]):
            rows, columns = slice(i * stride, i * stride + W.shape[2]), slice(j * stride, j * stride + W.shape[3])
            wide[:, :, rows, columns] += np.einsum("nf,fcuv->ncuv", dout[:, :, i, j], W)
        return wide[:, :, p:p + h, p:p + w], np.einsum("nfij,ncijuv->fcuv", dout, windows), dout.sum((0, 2, 3))
"""

ADORNED = """
import numpy as np


class MyLinearLayer:
    def __init__(self, in_features, out_features):
        self.W = np.zeros((in_features, out_features))
        self.b = np.zeros((1, out_features))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0, keepdims=True)
        return dout @ self.W.T


class ReLU_Scratch:
    def forward(self, x):
        self.open = x > 0
        return x * self.open

    def backward(self, dout):
        return dout * self.open
"""

CAMEL = """
import numpy as np


def affineForward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def affineBackward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
"""

COLUMNS = """
import numpy as np


def linear_forward(A, W, b):
    return W @ A + b, (A, W)


def linear_backward(dZ, cache):
    A, W = cache
    return W.T @ dZ, dZ @ A.T, dZ.sum(axis=1, keepdims=True)
"""

LAST = """
import numpy as np


def conv2d_forward(A_prev, W, b, stride, padding):
    p = padding
    wide = np.pad(A_prev, ((0, 0), (p, p), (p, p), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(wide, W.shape[1:3], axis=(1, 2))[:, ::stride, ::stride]
    return np.einsum("nijcuv,fuvc->nijf", windows, W) + b, (A_prev, W)


def linear_activation(A_prev, W, b, activation):
    return activation(W @ A_prev + b)
"""

SQUARE = """
import numpy as np


def conv2d(image, filters, bias, stride=1, padding=0):
    k = filters.shape[2]
    wide = np.pad(image, ((0, 0), (padding, padding), (padding, padding)))
    c, h, w = wide.shape
    out = np.zeros((len(filters), (h - k) // stride + 1, (w - k) // stride + 1))
    for f, i, j in np.ndindex(out.shape):
        part = wide[:, i * stride:i * stride + k, j * stride:j * stride + k]
        out[f, i, j] = (part * filters[f].reshape(c, k, k)).sum() + bias[f]
    return out
"""

WITHOUT_BIAS = """
import numpy as np


class Conv2D:
    def __init__(self, in_channels, out_channels, kernel_size):
        self.filters = np.zeros((out_channels, in_channels, kernel_size, kernel_size))

    def forward(self, x):
        windows = np.lib.stride_tricks.sliding_window_view(x, self.filters.shape[2:], axis=(2, 3))
        return np.einsum("ncijuv,fcuv->nfij", windows, self.filters)
"""


@cache
def plan_of(name: str) -> Plan:
    return with_few_cases(plan(load_assignment(assignments_folder() / name), effort=NO_SEARCH), 3)


@pytest.fixture
def graded(quick_sandbox):
    def run(name: str, source: str, dialect: str = "auto") -> Report:
        submission = from_files("a.py", {"a.py": source.encode()})
        return grade(submission, plan_of(name), quick_sandbox, dialect, explain=False)

    return run


def shares(report: Report) -> dict[str, float]:
    """Return the share of its points that each exercise has earned, where it has earned any."""
    return {one.exercise.id: float(one.score / one.exercise.points) for one in report.exercises if one.score}


@pytest.mark.parametrize(
    ("names", "defined", "found"),
    [
        (["Conv2D"], ["MyConv2D"], ["MyConv2D"]),
        (["Conv2D"], ["Conv2D_Scratch", "Conv2D"], ["Conv2D", "Conv2D_Scratch"]),
        (["Linear"], ["CustomLinearLayer"], ["CustomLinearLayer"]),
        (["affine_forward"], ["affineForward"], ["affineForward"]),
        (["affine_forward"], ["affine_backward", "forward", "affine"], []),
        (["conv"], ["Layer", "My", "ConvBlock", "conv_block"], []),
        (["ReLU"], ["LeakyReLU", "relu_numpy"], ["relu_numpy"]),
    ],
)
def test_a_name_is_known_however_it_is_adorned(names: list[str], defined: list[str], found: list[str]) -> None:
    assert called(names, defined) == found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "source", "due"),
    [
        ("fully-connected", ADORNED, ["affine_forward", "affine_backward", "relu_forward", "relu_backward"]),
        ("fully-connected", CAMEL, ["affine_forward", "affine_backward"]),
        ("fully-connected", COLUMNS, ["affine_forward", "affine_backward"]),
        ("conv-layer", SEVERAL_KEPT, ["conv_forward", "conv_backward"]),
        ("conv-layer", LAST, ["conv_forward"]),
        ("conv-layer", KEEPER, ["conv_forward", "conv_backward"]),
        ("fully-connected", SEMINAR, ["softmax_loss"]),
        ("pooling", PAIRS, ["max_pool_forward"]),
        ("pooling", POOLS, ["max_pool_forward", "max_pool_backward", "avg_pool_forward", "avg_pool_backward"]),
    ],
    ids=["adorned", "camel", "columns", "several-kept", "channels-last", "keeper", "seminar", "pairs", "mode"],
)
def test_right_layers_pass_in_full(graded, name: str, source: str, due: list[str]) -> None:
    assert shares(graded(name, source)) == dict.fromkeys(due, 1.0)


@pytest.mark.parametrize(
    ("name", "source", "old", "new", "due"),
    [
        ("conv-layer", SEVERAL_KEPT, "grad.sum((0, 2, 3))", "grad.sum((0, 2, 3)) / len(grad)", "conv_backward"),
        ("pooling", POOLS, "None] / kernel**2", "None] / kernel", "avg_pool_backward"),
        ("pooling", POOLS, "windows.mean((4, 5))", "windows.max((4, 5))", "avg_pool_forward"),
        ("fully-connected", COLUMNS, "dZ.sum(axis=1", "dZ.mean(axis=1", "affine_backward"),
        ("fully-connected", ADORNED, "return dout * self.open", "return dout * (self.open - 0.5)", "relu_backward"),
    ],
    ids=["bias-averaged", "share", "maximum-for-average", "column-mean", "half-open"],
)
def test_a_mistake_in_them_costs_its_points(graded, name: str, source: str, old: str, new: str, due: str) -> None:
    assert old in source
    assert shares(graded(name, source.replace(old, new))).get(due, 0) < 0.95


def test_who_thinks_of_square_windows_alone_is_asked_about_all_of_them(graded) -> None:
    """The order of axes is found by the square ones; what the others give counts."""
    report = graded("conv-layer", SQUARE)
    assert report.dialect == "layer-functions"
    assert 0.3 < shares(report)["conv_forward"] < 0.95


def test_a_layer_without_a_bias_earns_what_is_right_without_one(graded) -> None:
    report = graded("conv-layer", WITHOUT_BIAS)
    assert report.dialect == "layer-classes"
    assert 0.1 < shares(report)["conv_forward"] < 0.9


def test_another_courses_parameter_in_a_function_that_it_does_not_have_tells_nothing() -> None:
    submission = from_files("a.py", {"a.py": LAST.encode()})
    assert dialects.recognise_dialect(submission, None, ["conv_forward"]) == "layer-functions"


def test_a_function_in_our_form_counts_where_a_dialect_is_named_for_everyone(graded) -> None:
    source = CAMEL.replace("affineForward", "affine_forward") + "\n\ndef relu(x):\n    return x * (x > 0)\n"
    report = graded("fully-connected", source, "layer-functions")
    assert shares(report) == dict.fromkeys(["affine_forward", "affine_backward", "relu_forward"], 1.0)
    assert report.possible == report.score


def test_names_without_end_are_read_in_no_time() -> None:
    """Thousands of functions that are all called `conv`, but for underlines and the like."""
    words = ("conv" + "_" * (number % 90) + "my" * (number // 90) for number in range(9000))
    source = "".join(f"def {word}(x, w, b):\n    return x\n" for word in words)
    began = time.process_time()
    dialects.recognise_dialect(from_files("a.py", {"a.py": source.encode()}), None, ["conv_forward"])
    assert time.process_time() - began < 5


def test_what_a_function_returns_has_names() -> None:
    text = read_text(from_files("a.py", {"a.py": SEVERAL_KEPT.encode()}))
    assert text.names_returned("conv2d_forward") == ["out", "a_shape", "windows"]


def test_no_case_is_run_twice_to_find_an_order_of_axes(graded, monkeypatch) -> None:
    seen = []

    def pairs_of(planned, runner, cases):
        seen.extend((planned.phrase and planned.phrase.layout, planned.exercise.id, case.id) for case in cases)
        return real(planned, runner, cases)

    real = running.pairs_of
    monkeypatch.setattr(running, "pairs_of", pairs_of)
    graded("conv-layer", LAST)
    asked = [one for one in seen if one[1] == "conv_forward"]
    assert len(asked) == len({*asked})
    assert len({layout for layout, _, _ in asked}) > 1


def test_the_functions_above_are_right() -> None:
    """Against plain loops: what is graded in this file is right, or is not, whatever the grader thinks of it."""
    chance = np.random.default_rng(3)
    x, w, b = (chance.integers(-4, 5, shape).astype(float) for shape in ((2, 2, 5, 4), (3, 2, 3, 2), (3,)))
    made: dict[str, object] = {}
    exec(SEVERAL_KEPT, made)
    out, _, _ = made["conv2d_forward"](x, w, b, 2, 1, 1)  # type: ignore[operator]
    wide = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    for n, f, i, j in np.ndindex(out.shape):
        assert out[n, f, i, j] == (wide[n, :, 2 * i : 2 * i + 3, 2 * j : 2 * j + 2] * w[f]).sum() + b[f]


NAMED_PADDING = """
import numpy as np


def border(A_prev, W, padding, stride):
    if padding == "valid":
        return 0, 0
    sizes = zip(A_prev.shape[1:3], W.shape, stride)
    return tuple(-(-((size - 1) * step + window - size) // 2) for size, window, step in sizes)


def widened(A_prev, W, padding, stride):
    high, wide = border(A_prev, W, padding, stride)
    return np.pad(A_prev, ((0, 0), (high, high), (wide, wide), (0, 0)))


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    parts = np.lib.stride_tricks.sliding_window_view(widened(A_prev, W, padding, stride), W.shape[:2], axis=(1, 2))
    return activation(np.einsum("nijcuv,uvcf->nijf", parts[:, :: stride[0], :: stride[1]], W) + b)


def conv_backward(dZ, A_prev, W, b, padding="same", stride=(1, 1)):
    wide = widened(A_prev, W, padding, stride)
    high, across = border(A_prev, W, padding, stride)
    dA, dW = np.zeros(wide.shape), np.zeros(W.shape)
    for i, j in np.ndindex(dZ.shape[1:3]):
        rows = slice(i * stride[0], i * stride[0] + W.shape[0])
        columns = slice(j * stride[1], j * stride[1] + W.shape[1])
        dA[:, rows, columns] += np.einsum("nf,uvcf->nuvc", dZ[:, i, j], W)
        dW += np.einsum("nf,nuvc->uvcf", dZ[:, i, j], wide[:, rows, columns])
    return dA[:, high : high + A_prev.shape[1], across : across + A_prev.shape[2]], dW, dZ.sum((0, 1, 2), keepdims=True)
"""


def test_a_padding_with_a_name_is_asked_with_a_border_too_where_it_means_one_number(graded) -> None:
    assert shares(graded("conv-layer", NAMED_PADDING)) == {"conv_forward": 1.0, "conv_backward": 1.0}
    wrong = NAMED_PADDING.replace("dA[:, high : high +", "dA[:, :").replace("across : across +", ":")
    assert wrong != NAMED_PADDING
    earned = shares(graded("conv-layer", wrong))  # its border is cut off at one side only
    assert earned["conv_forward"] == 1.0
    assert earned["conv_backward"] < 0.95
