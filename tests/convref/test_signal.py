"""Correlation and convolution of signals and images."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

import convref
from convref.gradcheck import exact_vjp_linear
from tests import exact

from .strategies import signal_cases, whole_numbers

MODES = {"shrink": "valid", "zero": "same", "full": "full"}
NAMES = ["correlate1d", "convolve1d", "correlate2d", "convolve2d"]

every_operation = pytest.mark.parametrize("name", NAMES)


def draw_case(data, name):
    return data.draw(signal_cases(axes=1 if name.endswith("1d") else 2))


@every_operation
@given(st.data())
def test_forward_equals_exact_arithmetic(name, data):
    x, k, _, options = draw_case(data, name)
    want = getattr(exact, name)(exact.exact(x), exact.exact(k), **options)
    assert exact.exact(getattr(convref, name)(x, k, **options)) == want


@every_operation
@given(st.data())
def test_backward_equals_exact_arithmetic(name, data):
    x, k, dout, options = draw_case(data, name)
    want = getattr(exact, f"{name}_backward")(*map(exact.exact, (dout, x, k)), **options)
    assert exact.exact(getattr(convref, f"{name}_backward")(dout, x, k, **options)) == exact.exact(want)


@every_operation
@given(st.data())
def test_backward_is_the_transpose_of_forward(name, data):
    x, k, dout, options = draw_case(data, name)
    dx, dk = getattr(convref, f"{name}_backward")(dout, x, k, **options)

    def forward(x, k):
        return getattr(convref, name)(x, k, **options)

    assert_array_equal(dx, exact_vjp_linear(forward, (x, k), dout, 0))
    assert_array_equal(dk, exact_vjp_linear(forward, (x, k), dout, 1))


@every_operation
@given(st.data())
def test_forward_equals_scipy(name, data):
    from scipy import signal  # takes seconds, and every worker imports this module

    x, k, _, options = draw_case(data, name)
    want = getattr(signal, name[:-2])(x, k, mode=MODES[options["boundary"]], method="direct")
    assert_array_equal(getattr(convref, name)(x, k, **options), want)


@every_operation
@given(st.data())
def test_forward_is_linear_in_signal_and_kernel(name, data):
    x, k, _, options = draw_case(data, name)
    y, m = data.draw(whole_numbers(x.shape)), data.draw(whole_numbers(k.shape))

    def f(x, k):
        return getattr(convref, name)(x, k, **options)

    assert_array_equal(f(x + 2 * y, k), f(x, k) + 2 * f(y, k))
    assert_array_equal(f(x, k - 3 * m), f(x, k) - 3 * f(x, m))


@every_operation
@given(st.data())
def test_inner_products_agree(name, data):
    x, k, dout, options = draw_case(data, name)
    dx, dk = getattr(convref, f"{name}_backward")(dout, x, k, **options)
    loss = np.vdot(dout, getattr(convref, name)(x, k, **options))
    assert loss == np.vdot(dx, x) == np.vdot(dk, k)


@pytest.mark.parametrize("axes", [1, 2])
@given(st.data())
def test_convolution_is_correlation_with_the_flipped_kernel(axes, data):
    x, k, dout, options = data.draw(signal_cases(axes))
    convolve, correlate = getattr(convref, f"convolve{axes}d"), getattr(convref, f"correlate{axes}d")
    assert_array_equal(convolve(x, k, **options), correlate(x, np.flip(k), **options))
    backward = getattr(convref, f"convolve{axes}d_backward")(dout, x, k, **options)
    flipped = getattr(convref, f"correlate{axes}d_backward")(dout, x, np.flip(k), **options)
    assert_array_equal(backward[0], flipped[0])
    assert_array_equal(backward[1], np.flip(flipped[1]))


@given(whole_numbers((3, 5)))
def test_an_impulse_gives_the_kernel_back(k):
    impulse = np.zeros((7, 9))
    impulse[3, 4] = 1
    inside = np.s_[2:5, 2:7]
    assert_array_equal(convref.convolve2d(impulse, k, boundary="zero")[inside], k)
    assert_array_equal(convref.correlate2d(impulse, k, boundary="zero")[inside], np.flip(k))


@given(whole_numbers(7), whole_numbers(4), whole_numbers(3))
def test_full_convolution_commutes_and_associates(f, g, h):
    def conv(a, b):
        return convref.convolve1d(a, b, boundary="full")

    assert_array_equal(conv(f, g), conv(g, f))
    assert_array_equal(conv(conv(f, g), h), conv(f, conv(g, h)))


def test_one_dimension_is_an_image_of_one_row():
    x, k = np.arange(8.0) ** 2, np.array([1.0, 2, 3])
    for boundary in MODES:
        row = convref.correlate1d(x, k, boundary=boundary)
        assert_array_equal(row, convref.correlate2d(x[None], k[None], boundary=boundary)[0])
