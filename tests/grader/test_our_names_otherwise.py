"""Functions with our names and another form: without a cache, or beside a backward pass under another name."""

import pytest

from grader.grading.grade import grade
from grader.model import Report
from grader.sandbox.sandbox import Sandbox
from grader.submissions.dialects import unknown_weights
from grader.submissions.reading import from_files
from grader.submissions.text import read_text

from .test_written_otherwise import WITHOUT_BIAS, plan_of, shares

NO_CACHE = """
import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b


def affine_backward(dout, x, w, b):
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)


def relu_forward(x):
    return np.maximum(0, x)


def relu_backward(x, dout):
    return dout * (x > 0)
"""

ITS_ARGUMENT = """
def relu_forward(x):
    out = (x > 0) * x
    return out


def relu_backward(dout, cache):
    return dout * (cache > 0)
"""

POOL = """
import numpy as np


def max_pool_forward(x, pool_param):
    window, s = (pool_param["pool_height"], pool_param["pool_width"]), pool_param["stride"]
    return np.lib.stride_tricks.sliding_window_view(x, window, (2, 3))[:, :, ::s, ::s].max((4, 5))


def max_pool_backward(dout, x, pool_param):
    kh, kw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        part = x[n, c, i * s:i * s + kh, j * s:j * s + kw]
        u, v = np.unravel_index(part.argmax(), part.shape)
        dx[n, c, i * s + u, j * s + v] += dout[n, c, i, j]
    return dx
"""

ANOTHER_NAME = """
import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def linear_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)


def relu_forward(x):
    return np.maximum(0, x), x


def relu_grad(dout, cache):
    return dout * (cache > 0)
"""

DENSE = ["affine_forward", "affine_backward", "relu_forward", "relu_backward"]


@pytest.fixture
def graded(quick_sandbox):
    def run(name: str, source: str) -> Report:
        submission = from_files("a.py", {"a.py": source.encode()})
        return grade(submission, plan_of(name), quick_sandbox, explain=False)

    return run


@pytest.mark.parametrize(
    ("name", "source", "due"),
    [
        ("fully-connected", NO_CACHE, DENSE),
        ("fully-connected", ITS_ARGUMENT, DENSE[2:]),
        ("fully-connected", ANOTHER_NAME, DENSE),
        ("pooling", POOL, ["max_pool_forward", "max_pool_backward"]),
    ],
    ids=["no-cache", "its-argument", "another-name", "pool"],
)
def test_right_functions_pass_in_full(graded, name: str, source: str, due: list[str]) -> None:
    assert shares(graded(name, source)) == dict.fromkeys(due, 1.0)


@pytest.mark.parametrize(
    ("name", "source", "slips", "due"),
    [
        (
            "fully-connected",
            NO_CACHE,
            {"dout.sum(axis=0)": "dout.mean(axis=0)", "dout * (x > 0)": "dout * x", "+ b": "- b", "maximum(0,": "abs("},
            DENSE,
        ),
        (
            "fully-connected",
            ANOTHER_NAME,
            {"dout.sum(axis=0)": "dout[0]", "(cache > 0)": "(cache < 0)"},
            ["affine_backward", "relu_backward"],
        ),
        ("pooling", POOL, {"+= dout": "= dout"}, ["max_pool_backward"]),
    ],
    ids=["no-cache", "another-name", "pool"],
)
def test_a_slip_in_them_costs_points(graded, name: str, source: str, slips: dict[str, str], due: list[str]) -> None:
    for old, new in slips.items():
        assert old in source
        source = source.replace(old, new)
    earned = shares(graded(name, source))
    assert all(earned.get(one, 0) < 0.95 for one in due)


@pytest.mark.parametrize(
    ("end", "is_one"),
    [
        ("return np.maximum(0, x)", True),
        ("return (x > 0) * x", True),
        ("out = x[:, 0] + f(x, 1)\n    return out", True),
        ("return one(f(x)).max(1)", True),
        ("return one(x)", True),
        ("return x, 1", False),
        ("return (x, 1)", False),
        ("out = (f(x), 1)\n    return out", False),
        ("out = x, 1\n    return out", False),
        ("return two(x)", False),
        ("return unknown(x)", False),
        ("return layer.forward(x)", False),
        ("if x:\n        return unknown(x)\n    return x", False),
        ("pass", False),
    ],
)
def test_one_value_is_told_from_several_in_one(end: str, is_one: bool) -> None:
    """Who packs a cache into what he returns is asked in our form: that is the one which he wrote."""
    others = "def two(x):\n    return x, x\n\n\ndef one(x):\n    return x + 1\n"
    text = read_text(from_files("a.py", {"a.py": f"def f(x):\n    {end}\n\n\n{others}".encode()}))
    assert text.returns_one_array("f") is is_one


LAYER = """
class Conv2D:
    def __init__(self, in_channels, out_channels, kernel_size):
        self.{weights} = None
        self.{bias} = None

    def forward(self, {given}):
        return x
"""


@pytest.mark.parametrize(
    ("source", "is_said"),
    [
        (LAYER.format(weights="theta", bias="theta0", given="x"), True),
        (LAYER.format(weights="W", bias="theta0", given="x"), False),
        (LAYER.format(weights="cache", bias="other", given="x, w, b"), False),
        (LAYER.format(weights="theta", bias="b", given="x").replace("in_channels,", "weights,"), False),
        ("class Pool:\n    def forward(self, x):\n        return x\n", False),
    ],
    ids=["unknown", "known", "given", "made-from", "another-layer"],
)
def test_weights_under_an_unknown_name_are_told_the_known_ones(source: str, is_said: bool) -> None:
    submission = from_files("a.py", {"a.py": source.encode()})
    note = unknown_weights("layer-classes", "conv_forward", submission)
    due = "the weights of Conv2D have a name that is not known; known are weight, weights, W, w and the like"
    assert note == (due if is_said else None)
    assert unknown_weights("layer-functions", "conv_forward", submission) == note


def test_ways_to_ask_are_tried_in_one_child(graded, monkeypatch) -> None:
    """A layer without a bias is asked in many ways and orders of axes; to start a child for each takes seconds."""
    forks = []
    real = Sandbox.fork

    def fork(self):
        forks.append(self)
        return real(self)

    monkeypatch.setattr(Sandbox, "fork", fork)
    report = graded("conv-layer", WITHOUT_BIAS)
    assert 0.1 < shares(report)["conv_forward"] < 0.9
    assert len(forks) < 40


GIVEN_AGAIN = """
import numpy as np


class Relu:
    def __init__(self, name):
        self.name = name

    def forward(self, Z):
        return np.maximum(0, Z)

    def backward(self, Z, dY):
        return dY * (Z > 0)


class SoftmaxCrossEntropyLoss:
    def __init__(self, name):
        self.name = name

    def logs(self, scores):
        moved = scores - scores.max(axis=1, keepdims=True)
        return moved - np.log(np.exp(moved).sum(axis=1, keepdims=True))

    def forward(self, scores, target):
        return -(target * self.logs(scores)).sum() / len(scores)

    def backward(self, scores, target):
        return (np.exp(self.logs(scores)) - target) / len(scores)


class Fc:
    def __init__(self, row, column):
        self.w, self.b = np.zeros((row, column)), np.zeros(column)
        self.dw = self.db = None

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, dout):
        self.dw, self.db = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.w.T
"""


def test_classes_that_are_given_again_what_forward_was(graded) -> None:
    due = ["affine_forward", "affine_backward", "relu_forward", "relu_backward", "softmax_loss"]
    assert shares(graded("fully-connected", GIVEN_AGAIN)) == dict.fromkeys(due, 1.0)
    source = GIVEN_AGAIN.replace("dY * (Z > 0)", "Z * (dY > 0)").replace("- target) / len(scores)", "- target)")
    earned = shares(graded("fully-connected", source.replace("dout.sum(axis=0)", "dout.mean(axis=0)")))
    assert all(earned.get(one, 0) < 0.95 for one in ("affine_backward", "relu_backward", "softmax_loss"))


SIZE_STAYS = """
import numpy as np


class ConvLayer:
    def __init__(self, in_channels, filter_amount, filter_size, learning_rate, adam):
        self.size = filter_size
        self.filters = np.zeros((filter_amount, in_channels, filter_size, filter_size))
        self.biases = np.zeros((1, filter_amount, 1, 1))

    def forward(self, images):
        p = self.size // 2
        wide = np.pad(images, ((0, 0), (0, 0), (p, p), (p, p)))
        windows = np.lib.stride_tricks.sliding_window_view(wide, (self.size, self.size), axis=(2, 3))
        return np.einsum("ncijuv,fcuv->nfij", windows, self.filters) + self.biases
"""


def test_a_layer_that_would_be_told_to_update_itself_by_adam_is_told_not_to(graded) -> None:
    assert shares(graded("conv-layer", SIZE_STAYS)) == {"conv_forward": 1.0}
    assert shares(graded("conv-layer", SIZE_STAYS.replace("+ self.b", "- self.b"))).get("conv_forward", 0) < 0.95


def test_names_that_say_what_is_a_matrix_and_what_a_vector(graded) -> None:
    source = NO_CACHE.replace("x, w, b", "mat_x, mat_w, vec_b").replace("affine_", "fc_")
    source = (
        source.replace("x.reshape", "mat_x.reshape").replace("x.shape", "mat_x.shape").replace("len(x)", "len(mat_x)")
    )
    source = source.replace("@ w", "@ mat_w").replace("+ b", "+ vec_b")
    assert shares(graded("fully-connected", source)) == dict.fromkeys(DENSE, 1.0)
    earned = shares(graded("fully-connected", source.replace("+ vec_b", "- vec_b").replace("dout.sum", "dout.mean")))
    assert all(earned.get(one, 0) < 0.95 for one in DENSE[:2])


PLACES = """
import numpy as np


def max_pool_forward(x, f=2, s=2):
    windows = np.lib.stride_tricks.sliding_window_view(x, (f, f), axis=(0, 1))[::s, ::s]
    first = windows.reshape(*windows.shape[:3], f * f).argmax(axis=3)
    rows, columns = np.indices(first.shape)[:2] * s
    places = np.stack([rows + first // f, columns + first % f])
    return windows.max(axis=(3, 4)), places


def max_pool_backward(grad_A, places, input_shape):
    dx = np.zeros(input_shape)
    np.add.at(dx, (places[0], places[1], np.arange(input_shape[2])), grad_A)
    return dx
"""


def test_the_shape_of_what_came_in_is_in_the_submissions_order_of_axes(graded) -> None:
    earned = shares(graded("pooling", PLACES))
    assert earned["max_pool_forward"] == 1
    assert earned["max_pool_backward"] == 1
    earned = shares(graded("pooling", PLACES.replace("columns + first % f", "columns + first // f")))
    assert earned.get("max_pool_backward", 0) < 0.7
