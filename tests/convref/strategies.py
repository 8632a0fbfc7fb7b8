"""Legal problems to draw: small integers held in floats, so that every correct evaluation is exact.

Nothing is square unless by chance, windows overlap, tile and leave gaps, and rows may be left over.
`test_strategies.py` proves that all this is really draw_case.
"""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from convref.shapes import (
    affine_problem,
    conv_output_shape,
    conv_problem,
    pair,
    pool_output_shape,
    pool_problem,
    signal_output_shape,
    signal_problem,
)


class ConvCase(NamedTuple):
    x: np.ndarray
    w: np.ndarray
    b: np.ndarray
    dout: np.ndarray
    options: dict[str, Any]  # stride and pad


class PoolCase(NamedTuple):
    x: np.ndarray
    dout: np.ndarray
    options: dict[str, Any]  # window and stride


class SignalCase(NamedTuple):
    x: np.ndarray
    k: np.ndarray
    dout: np.ndarray
    options: dict[str, Any]  # boundary


class AffineCase(NamedTuple):
    x: np.ndarray
    w: np.ndarray
    b: np.ndarray
    dout: np.ndarray


def whole_numbers(shape, largest=9):
    """Arrays of whole numbers, as float64."""
    return hnp.arrays(np.int64, shape, elements=st.integers(-largest, largest)).map(lambda a: a.astype(np.float64))


def numbers_apart(shape):
    """Arrays whose entries are 3 apart or more, in any order: no ties, and unit steps change no maximum."""
    size = int(np.prod(shape))
    return st.permutations(range(size)).map(lambda order: 3.0 * np.reshape(order, shape) - 3 * (size // 2))


def int_or_pair(low, high):
    """An int, or a pair of them."""
    number = st.integers(low, high)
    return st.one_of(number, st.tuples(number, number))


@st.composite
def conv_cases(draw):
    N, C, F = draw(st.integers(1, 2)), draw(st.integers(1, 3)), draw(st.integers(1, 3))
    window = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    stride, pad = draw(int_or_pair(1, 3)), draw(int_or_pair(0, 3))
    size = [draw(st.integers(max(1, n - 2 * p), n + 4)) for n, p in zip(window, pair(pad, "pad"), strict=True)]
    x_shape, w_shape = (N, C, *size), (F, C, *window)
    assert conv_problem(x_shape, w_shape, (F,), stride=stride, pad=pad) is None
    out_shape = conv_output_shape(x_shape, w_shape, stride=stride, pad=pad)
    arrays = (draw(whole_numbers(shape)) for shape in (x_shape, w_shape, (F,), out_shape))
    return ConvCase(*arrays, {"stride": stride, "pad": pad})


@st.composite
def pool_cases(draw, entries=whole_numbers):
    window, stride = draw(int_or_pair(1, 3)), draw(st.none() | int_or_pair(1, 4))
    size = [draw(st.integers(n, n + 4)) for n in pair(window, "window")]
    x_shape = (draw(st.integers(1, 2)), draw(st.integers(1, 2)), *size)
    assert pool_problem(x_shape, window, stride=stride) is None
    out_shape = pool_output_shape(x_shape, window, stride=stride)
    return PoolCase(draw(entries(x_shape)), draw(whole_numbers(out_shape)), {"window": window, "stride": stride})


@st.composite
def signal_cases(draw, axes):
    boundary = draw(st.sampled_from(["shrink", "zero", "full"]))
    window = [draw(st.integers(1, 4)) for _ in range(axes)]
    if boundary == "zero":
        window = [n - 1 if n % 2 == 0 else n for n in window]
    size = [draw(st.integers(n if boundary == "shrink" else 1, 6 if axes == 2 else 9)) for n in window]
    assert signal_problem(size, window, axes, boundary=boundary) is None
    out_shape = signal_output_shape(size, window, boundary=boundary)
    arrays = (draw(whole_numbers(tuple(shape))) for shape in (size, window, out_shape))
    return SignalCase(*arrays, {"boundary": boundary})


@st.composite
def affine_cases(draw):
    x_shape = tuple(draw(st.lists(st.integers(1, 3), min_size=2, max_size=4)))
    w_shape = int(np.prod(x_shape[1:])), draw(st.integers(1, 4))
    assert affine_problem(x_shape, w_shape, w_shape[1:]) is None
    arrays = (draw(whole_numbers(shape)) for shape in (x_shape, w_shape, w_shape[1:], (x_shape[0], w_shape[1])))
    return AffineCase(*arrays)


@st.composite
def softmax_cases(draw):
    N, M = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    scores = draw(hnp.arrays(np.float64, (N, M), elements=st.floats(-30, 30, width=32)))
    return scores, draw(hnp.arrays(np.int64, (N,), elements=st.integers(0, M - 1)))
