"""Max and average pooling."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from numpy.lib.stride_tricks import sliding_window_view
from numpy.testing import assert_array_equal

import convref
from convref.gradcheck import exact_vjp_linear, exact_vjp_maximum
from convref.shapes import pair
from tests import exact

from .strategies import numbers_apart, pool_cases


@given(pool_cases())
def test_max_forward_equals_exact_arithmetic(case):
    want = exact.max_pool_forward(exact.exact(case.x), **case.options)
    assert exact.exact(convref.max_pool_forward(case.x, **case.options)) == want


@given(pool_cases())
def test_max_backward_equals_exact_arithmetic_with_ties(case):
    want = exact.max_pool_backward(exact.exact(case.dout), exact.exact(case.x), **case.options)
    assert exact.exact(convref.max_pool_backward(case.dout, case.x, **case.options)) == want


@given(pool_cases(entries=numbers_apart))
def test_max_backward_is_the_derivative_of_forward(case):
    want = exact_vjp_maximum(lambda x: convref.max_pool_forward(x, **case.options), (case.x,), case.dout)
    assert_array_equal(convref.max_pool_backward(case.dout, case.x, **case.options), want)


@given(pool_cases())
def test_max_forward_equals_numpys_windows(case):
    window = pair(case.options["window"], "window")
    stride = case.options["stride"]
    rows, columns = window if stride is None else pair(stride, "stride")
    windows = sliding_window_view(case.x, window, axis=(2, 3))[:, :, ::rows, ::columns]
    assert_array_equal(convref.max_pool_forward(case.x, **case.options), windows.max(axis=(4, 5)))


@given(pool_cases())
def test_average_is_within_its_bound_of_exact_arithmetic(case):
    want = exact.flat(exact.avg_pool_forward(exact.exact(case.x), **case.options))
    bound = convref.bounds.avg_pool_forward(case.x, **case.options).bound(np.float64)
    got = convref.avg_pool_forward(case.x, **case.options)
    for value, number, slack in zip(got.flat, want, bound.flat, strict=True):
        assert abs(Fraction(value) - number) <= Fraction(slack)


@given(pool_cases())
def test_average_backward_is_the_transpose_of_forward(case):
    area = np.prod(pair(case.options["window"], "window"))
    got = convref.avg_pool_backward(area * case.dout, case.x, **case.options)  # times the area, all is whole
    want = exact_vjp_linear(lambda x: convref.avg_pool_forward(x, **case.options), (case.x,), area * case.dout)
    assert_array_equal(got, np.round(want))
    assert np.abs(want - np.round(want)).max() < 1e-12
    exactly = exact.avg_pool_backward(exact.exact(area * case.dout), exact.exact(case.x), **case.options)
    assert exact.exact(got) == exactly


@given(pool_cases())
def test_average_is_a_convolution_with_equal_weights(case):
    N, C, H, W = case.x.shape
    window = pair(case.options["window"], "window")
    stride = case.options["stride"] or window
    planes = convref.conv_forward(case.x.reshape(N * C, 1, H, W), np.ones((1, 1, *window)), stride=stride)
    assert_array_equal(
        convref.avg_pool_forward(case.x, **case.options), planes.reshape(case.dout.shape) / np.prod(window)
    )


@given(pool_cases())
def test_gradients_are_shared_out_completely(case):
    assert convref.max_pool_backward(case.dout, case.x, **case.options).sum() == case.dout.sum()


def test_the_first_maximum_takes_the_whole_gradient():
    assert_array_equal(convref.max_pool_backward([[[[5]]]], [[[[1, 4], [4, 4]]]], 2), [[[[0, 5], [0, 0]]]])


def test_a_nan_is_the_maximum_of_its_window_only():
    x = np.array([[[[np.nan, 9, 1, 2], [3, np.nan, 3, 4]]]])
    assert_array_equal(convref.max_pool_forward(x, 2), [[[[np.nan, 4]]]])
    assert_array_equal(convref.max_pool_forward(x[..., ::-1], 2), [[[[4, np.nan]]]])
    assert_array_equal(convref.max_pool_backward([[[[5, 7]]]], x, 2), [[[[5, 0, 0, 0], [0, 0, 0, 7]]]])


@pytest.mark.parametrize("value", [-np.inf, np.inf])
def test_infinities_are_numbers_like_others(value):
    assert convref.max_pool_forward(np.full((1, 1, 2, 2), value), 2).item() == value
