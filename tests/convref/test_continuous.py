"""The sampled convolution integral against the closed forms of the two curves on the slide."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import convref
from convref import box, convolve_sampled, gaussian, sample_times, triangle
from tests import exact

from .strategies import whole


@pytest.mark.parametrize("steps", [1, 4, 64])
@pytest.mark.parametrize("width", [1.0, 2.0])
def test_two_boxes_make_a_triangle(steps, width):
    dt = width / steps
    t = sample_times(-width / 2, width / 2, dt)
    out = convolve_sampled(box(t, width), box(t, width), dt)
    times = 2 * t[0] + dt * np.arange(len(out))
    assert_array_equal(out, triangle(times, width))  # powers of 2: nothing rounds, and the sum is the integral


def test_two_gaussians_make_a_gaussian_whose_variance_is_the_sum():
    dt = 1 / 16
    t = sample_times(-12, 12, dt)
    out = convolve_sampled(gaussian(t, 1.0), gaussian(t, 2.25), dt)
    times = 2 * t[0] + dt * np.arange(len(out))
    assert_allclose(out, gaussian(times, 3.25), rtol=0, atol=1e-14)  # both tails end below exp(-32)


def test_areas_multiply():
    t = sample_times(-8, 8, 0.125)
    f, g = box(t, 3.0), gaussian(t)
    area = convolve_sampled(f, g, 0.125).sum() * 0.125
    assert_allclose(area, f.sum() * g.sum() * 0.125**2, rtol=1e-14)


@given(st.integers(1, 6).flatmap(whole), st.integers(1, 6).flatmap(whole), st.sampled_from([0.25, 1, 2]))
def test_sampled_convolution_equals_exact_arithmetic(f, g, dt):
    want = exact.convolve_sampled(*map(exact.exact, (f, g, dt)))
    assert exact.exact(convolve_sampled(f, g, dt)) == exact.exact(want)


def test_float32_samples_stay_float32():
    ones = np.ones(3, np.float32)
    assert convolve_sampled(ones, ones, 0.5).dtype == np.float32


def test_a_box_is_half_at_its_jumps():
    assert_array_equal(box([-1, 0, 1], 2.0), [0.5, 1, 0.5])


def test_errors_name_the_argument():
    with pytest.raises(convref.ShapeError, match="dt is 0: a step must be positive"):
        convolve_sampled([1], [1], 0)
    with pytest.raises(convref.ShapeError, match="dt is -1: a step must be positive"):
        sample_times(0, 1, -1)
    with pytest.raises(convref.ShapeError, match="from 0 to 1 there is no step of 5"):
        sample_times(0, 1, 5)
    with pytest.raises(convref.ShapeError, match=r"g has shape \(1, 1\): it must be one row of samples"):
        convolve_sampled([1], [[1]], 1)
    with pytest.raises(TypeError, match="f has type bool"):
        convolve_sampled([True], [1], 1)
