"""The arithmetic of shapes."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convref import shapes
from convref.shapes import ShapeError
from tests import exact

from .strategies import int_or_pair

small = st.integers(1, 9)


@given(length=small, window=small, stride=small, pad=st.integers(0, 4))
def test_sizes_equal_those_found_by_walking(length, window, stride, pad):
    if window > length + 2 * pad:
        with pytest.raises(ShapeError, match=f"window is {window} long but x is only"):
            shapes.output_size(length, window, stride, pad)
        return
    size = exact.output_size(length, window, stride, pad)
    assert shapes.output_size(length, window, stride, pad) == size
    if (length + 2 * pad - window) % stride == 0:
        assert shapes.output_size_strict(length, window, stride, pad) == size
    else:
        with pytest.raises(ShapeError, match="a fraction is illegal"):
            shapes.output_size_strict(length, window, stride, pad)


def test_the_illegal_stride_prints_the_fraction_of_the_slide():
    with pytest.raises(ShapeError, match=r"stride 3 does not fit .* \(7 - 3\)/3 \+ 1 = 7/3, a fraction is illegal"):
        shapes.output_size_strict(7, 3, stride=3)
    with pytest.raises(ShapeError, match=r"with pad 1: \(8 \+ 2 \* 1 - 3\)/2 \+ 1 = 9/2"):
        shapes.output_size_strict(8, 3, stride=2, pad=1)


@given(st.integers(1, 30), st.integers(1, 60))
def test_same_padding_keeps_every_size(window, length):
    if window % 2:
        assert shapes.output_size(length, window, pad=shapes.same_padding(window)) == length
    else:
        with pytest.raises(ShapeError, match=f"{window - 1}/2 is a fraction, so it must be odd"):
            shapes.same_padding(window)


@given(st.integers(1, 4), st.integers(1, 4), int_or_pair(1, 4), st.booleans())
def test_parameters_are_counted(filters, channels, window, bias):
    assert shapes.conv_parameters(filters, channels, window, bias) == exact.conv_parameters(
        filters, channels, window, bias
    )
    assert shapes.dense_parameters(filters, channels, bias) == exact.dense_parameters(filters, channels, bias)
    for layout in ("out-in", "in-out"):
        shape = shapes.weight_shape(filters, channels, window, layout)
        assert shape == exact.weight_shape(filters, channels, window, layout)


@given(st.lists(st.tuples(int_or_pair(1, 4), int_or_pair(1, 3)), max_size=4))
def test_receptive_fields_equal_those_traced_back(layers):
    assert tuple(shapes.receptive_field(layers)) == exact.receptive_field(layers)


@given(size=int_or_pair(1, 7), window=int_or_pair(1, 4), stride=int_or_pair(1, 3), pad=int_or_pair(0, 2))
def test_pixel_uses_are_counted(size, window, stride, pad):
    axes = list(zip(exact.two(size), exact.two(window), exact.two(pad), strict=True))
    if any(window > size + 2 * pad for size, window, pad in axes):
        with pytest.raises(ShapeError, match="the window must fit inside the input"):
            shapes.pixel_uses(size, window, stride=stride, pad=pad)
    else:
        counts = shapes.pixel_uses(size, window, stride=stride, pad=pad)
        assert counts == exact.pixel_uses(size, window, stride=stride, pad=pad)


def test_pair_reads_ints_of_any_kind():
    assert shapes.pair(np.int64(3), "stride") == (3, 3)
    assert shapes.pair([np.int8(1), 2], "stride") == (1, 2)
    assert type(shapes.pair(np.int64(3), "stride")[0]) is int


@pytest.mark.parametrize("value", [1.0, "2", None, True, (1, 2.5), (True, 1), np.array([1, 2])])
def test_pair_refuses_what_is_not_an_int(value):
    with pytest.raises(TypeError, match=r"pad is .*: it must be an int or a pair of ints \(height, width\)"):
        shapes.pair(value, "pad")


@pytest.mark.parametrize("value", [(), (1,), [1, 2, 3]])
def test_pair_refuses_other_lengths(value):
    with pytest.raises(ShapeError, match=f"pad has {len(value)} entries"):
        shapes.pair(value, "pad")


PROBLEMS = [
    (shapes.conv_problem((3, 7, 7), (1, 3, 3, 3)), "x has shape (3, 7, 7): it must be (N, C, H, W)"),
    (shapes.conv_problem((1, 3, 7, 7), (3, 3, 3)), "w has shape (3, 3, 3): it must be (F, C, HH, WW)"),
    (shapes.conv_problem((1, 0, 7, 7), (1, 0, 3, 3)), "x has shape (1, 0, 7, 7): no extent may be 0"),
    (shapes.conv_problem((1, 1, 7, 7), (0, 1, 3, 3)), "w has shape (0, 1, 3, 3): no extent may be 0"),
    (
        shapes.conv_problem((1, 4, 7, 7), (2, 3, 3, 3)),
        "w has 3 channels but x has 4: the filter extends the full depth of the input",
    ),
    (
        shapes.conv_problem((1, 3, 7, 7), (2, 3, 3, 3), (3,)),
        "b has shape (3,) but w has 2 filters: each filter has one bias",
    ),
    (
        shapes.conv_problem((1, 3, 7, 7), (2, 3, 3, 3), (2, 1)),
        "b has shape (2, 1) but w has 2 filters: each filter has one bias",
    ),
    (
        shapes.conv_problem((1, 1, 2, 9), (1, 1, 5, 5), pad=1),
        "w is 5 high but x is only 2 + 2 * 1 = 4 high: the window must fit inside the input",
    ),
    (
        shapes.conv_problem((1, 1, 9, 2), (1, 1, 5, 5)),
        "w is 5 wide but x is only 2 wide: the window must fit inside the input",
    ),
    (shapes.conv_problem((1, 1, 9, 9), (1, 1, 5, 5), stride=0), "stride is 0: a step must be at least 1"),
    (shapes.conv_problem((1, 1, 9, 9), (1, 1, 5, 5), stride=(1, -1)), "stride is -1: a step must be at least 1"),
    (
        shapes.conv_problem((1, 1, 9, 9), (1, 1, 5, 5), pad=(-1, 0)),
        "pad is -1: there cannot be fewer than 0 zeros on a side",
    ),
    (shapes.pool_problem((4, 4), 2), "x has shape (4, 4): it must be (N, C, H, W)"),
    (shapes.pool_problem((1, 1, 0, 4), 2), "x has shape (1, 1, 0, 4): no extent may be 0"),
    (
        shapes.pool_problem((1, 1, 4, 4), (2, 5)),
        "window is 5 wide but x is only 4 wide: the window must fit inside the input",
    ),
    (shapes.pool_problem((1, 1, 4, 4), 0), "window is 0 high: it must be at least 1"),
    (shapes.pool_problem((1, 1, 4, 4), 2, stride=0), "stride is 0: a step must be at least 1"),
    (shapes.window_problem((4, 4), 2), "x has shape (4, 4): it must be (N, C, H, W)"),
    (shapes.window_problem((0, 1, 4, 4), 2), "x has shape (0, 1, 4, 4): no extent may be 0"),
    (shapes.window_problem((1, 1, 4, 4), 2, pad=-2), "pad is -2: there cannot be fewer than 0 zeros on a side"),
    (shapes.signal_problem((4,), (2,), boundary="wrap"), "boundary is 'wrap': it must be 'shrink', 'zero' or 'full'"),
    (shapes.signal_problem((4, 4), (2,)), "k has shape (2,) but x has shape (4, 4): both must have as many axes"),
    (shapes.signal_problem((4, 4), (2, 2), 1), "x has shape (4, 4): it must be (L,)"),
    (shapes.signal_problem((4,), (2,), 2), "x has shape (4,): it must be (H, W)"),
    (shapes.signal_problem((), ()), "x has shape (): it must be (L,) or (H, W)"),
    (shapes.signal_problem((4,), (0,)), "k has shape (0,): no extent may be 0"),
    (
        shapes.signal_problem((4, 4), (2, 5)),
        "k is 5 wide but x is only 4 wide: the kernel must fit inside the input",
    ),
    (
        shapes.signal_problem((4, 4), (2, 3), boundary="zero"),
        "k is 2 high: zeros on both sides keep the size only if the kernel has a middle, so 2 must be odd",
    ),
    (shapes.affine_problem((4,), (4, 2)), "x has shape (4,): it must be (N, ...), at least two axes"),
    (shapes.affine_problem((1, 4), (4,)), "w has shape (4,): it must be (D, M)"),
    (shapes.affine_problem((1, 4), (4, 0)), "w has shape (4, 0): no extent may be 0"),
    (
        shapes.affine_problem((1, 2, 3), (5, 2)),
        "w has 5 rows but each x has 6 numbers: every input number has one weight for each output",
    ),
    (
        shapes.affine_problem((1, 4), (4, 2), (3,)),
        "b has shape (3,) but w has 2 columns: each output has one bias",
    ),
    (shapes.softmax_problem((4,), (4,)), "scores has shape (4,): it must be (N, M)"),
    (shapes.softmax_problem((4, 0), (4,)), "scores has shape (4, 0): no extent may be 0"),
    (
        shapes.softmax_problem((4, 2), (4, 1)),
        "labels has shape (4, 1) but scores has 4 rows: each row of scores has one label",
    ),
    (
        shapes.gradient_problem("dout", (1, 2), (2, 1)),
        "dout has shape (1, 2) but the output has shape (2, 1): a gradient has the shape of its array",
    ),
]


@pytest.mark.parametrize(("problem", "sentence"), PROBLEMS, ids=[sentence for _, sentence in PROBLEMS])
def test_a_problem_is_a_sentence(problem, sentence):
    assert problem == sentence


@pytest.mark.parametrize(
    "problem",
    [
        shapes.conv_problem((2, 3, 7, 9), (4, 3, 3, 5), (4,), stride=(2, 3), pad=(1, 0)),
        shapes.conv_problem((1, 1, 1, 1), (1, 1, 3, 3), pad=1),
        shapes.pool_problem((2, 3, 7, 9), (7, 9), stride=(5, 1)),
        shapes.window_problem((2, 3, 7, 9), (8, 9), pad=(1, 0)),
        shapes.signal_problem((2,), (5,), boundary="zero"),
        shapes.signal_problem((2, 3), (4, 4), boundary="full"),
        shapes.affine_problem((2, 3, 4), (12, 5), (5,)),
        shapes.softmax_problem((4, 1), (4,)),
        shapes.gradient_problem("dout", [2, 3], (2, 3)),
    ],
)
def test_what_is_legal_has_no_problem(problem):
    assert problem is None


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: shapes.output_size(0, 1), "x is 0 long: it must be at least 1"),
        (lambda: shapes.output_size(5, 0), "window is 0 long: it must be at least 1"),
        (lambda: shapes.same_padding(0), "window is 0: it must be at least 1"),
        (lambda: shapes.conv_parameters(0, 3, 5), "filters is 0: it must be at least 1"),
        (lambda: shapes.conv_parameters(1, 3, (5, 0)), "window is 0: it must be at least 1"),
        (lambda: shapes.dense_parameters(3, 0), "outputs is 0: it must be at least 1"),
        (lambda: shapes.weight_shape(4, 3, 5, "hwio"), "layout is 'hwio': it must be 'out-in' or 'in-out'"),
        (lambda: shapes.receptive_field([(3, 0)]), "stride is 0: a step must be at least 1"),
        (lambda: shapes.conv_output_shape((1, 2, 3, 3), (1, 1, 1, 1)), "w has 1 channel but x has 2"),
        (lambda: shapes.pool_output_shape((1, 2, 3, 3), 4), "window is 4 high but x is only 3 high"),
        (lambda: shapes.signal_output_shape((3,), (4,)), "k is 4 long but x is only 3 long"),
    ],
)
def test_an_illegal_number_raises_its_sentence(call, sentence):
    with pytest.raises(ShapeError, match=re.escape(sentence)):
        call()


def test_a_shape_error_is_a_value_error():
    assert issubclass(ShapeError, ValueError)


NO_NUMPY = """
import importlib, sys, types
sys.modules["convref"] = package = types.ModuleType("convref")
package.__path__ = [sys.argv[1]]
for name in ("sizes", "problems", "counts", "shapes"):
    importlib.import_module(f"convref.{name}")
assert "numpy" not in sys.modules
"""


def test_the_arithmetic_of_shapes_needs_no_numpy():
    subprocess.run([sys.executable, "-c", NO_NUMPY, Path(shapes.__file__).parent], check=True)
