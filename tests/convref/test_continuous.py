"""The sampled convolution integral against the closed forms of the two curves on the slide."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import convref
from convref import box, convolve_sampled, gaussian, sample_times, triangle
from tests import exact

from .strategies import whole_numbers


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


@given(
    st.integers(1, 6).flatmap(whole_numbers), st.integers(1, 6).flatmap(whole_numbers), st.sampled_from([0.25, 1, 2])
)
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


SAMPLED = {
    "box": (lambda t, width: box(t, width), "width"),
    "triangle": (lambda t, width: triangle(t, width), "width"),
    "gaussian": (lambda t, variance: gaussian(t, variance), "variance"),
    "steps": (lambda t, dt: sample_times(0, 1, dt), "dt"),
    "convolve": (lambda t, dt: convolve_sampled([1, 2], [1], dt), "dt"),
    "bounds": (lambda t, dt: convref.bounds.convolve_sampled([1, 2], [1], dt), "dt"),
}
each_function = pytest.mark.parametrize(("function", "argument"), SAMPLED.values(), ids=SAMPLED)


@each_function
@pytest.mark.parametrize("value", [0, -1, -0.5, np.nan, np.inf, 10**400])
def test_a_number_that_must_be_positive_and_finite_is(function, argument, value):
    with pytest.raises(convref.ShapeError, match=f"^{argument} is {value}: .* must be (positive|finite)"):
        function([0.0, 1.0], value)


@each_function
@pytest.mark.parametrize("value", ["1", None, 1j, True, [1.0], np.array([1.0, 2.0])], ids=repr)
def test_a_number_of_another_type_is_refused_by_name(function, argument, value):
    with pytest.raises(TypeError, match=f"^{argument} is .*: it must be a number"):
        function([0.0, 1.0], value)


@each_function
@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int8, Fraction, np.array], ids=lambda kind: kind.__name__)
def test_a_number_of_any_real_type_is_as_good(function, argument, kind):
    assert repr(function([0.0, 1.0], kind(1))) == repr(function([0.0, 1.0], 1))


@pytest.mark.parametrize("function", [box, triangle, gaussian])
def test_times_are_refused_like_arrays(function):
    with pytest.raises(convref.ShapeError, match=r"^t is ragged"):
        function([[1], [2, 3]])
    with pytest.raises(TypeError, match=r"^t has type complex128"):
        function([1j])
    with pytest.raises(TypeError, match=r"^t is a masked array"):
        function(np.ma.masked_equal([1.0, 2.0], 2))


@pytest.mark.parametrize(
    ("arguments", "name"), [((np.nan, 1, 1), "start"), ((0, np.inf, 1), "stop"), ((0, 1e300, 1), "dt")]
)
def test_sample_times_are_finite_and_not_too_many(arguments, name):
    with pytest.raises(convref.ShapeError, match=f"^{name} is "):
        sample_times(*arguments)
