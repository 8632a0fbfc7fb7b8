"""Fully connected layer, ReLU and softmax loss."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import log_softmax

import convref
from convref.gradcheck import exact_vjp_linear, exact_vjp_maximum, numerical_vjp
from tests import exact

from .strategies import affine_cases, numbers_apart, softmax_cases, whole_numbers


@given(affine_cases())
def test_affine_equals_exact_arithmetic(case):
    x, w, b, dout = case
    assert exact.exact(convref.affine_forward(x, w, b)) == exact.affine_forward(*map(exact.exact, (x, w, b)))
    want = exact.affine_backward(*map(exact.exact, (dout, x, w)))
    assert exact.exact(convref.affine_backward(dout, x, w)) == exact.exact(want)


@given(affine_cases())
def test_affine_is_numpys_product(case):
    x, w, b, _ = case
    assert_array_equal(convref.affine_forward(x, w, b), x.reshape(len(x), -1) @ w + b)
    assert_array_equal(convref.affine_forward(x, w), x.reshape(len(x), -1) @ w)


@given(affine_cases())
def test_affine_backward_is_the_transpose_of_forward(case):
    x, w, b, dout = case
    for argument, gradient in enumerate(convref.affine_backward(dout, x, w)):
        assert_array_equal(gradient, exact_vjp_linear(convref.affine_forward, (x, w, b), dout, argument))


@given(affine_cases())
def test_affine_is_a_convolution_over_the_whole_image(case):
    x, w, b, _ = case
    images = x.reshape(len(x), -1, 1, 1)
    filters = w.T.reshape(-1, len(w), 1, 1)
    assert_array_equal(convref.affine_forward(x, w, b), convref.conv_forward(images, filters, b)[:, :, 0, 0])


@given(st.data())
def test_relu_keeps_the_positive_part(data):
    x, dout = data.draw(whole_numbers((2, 3))), data.draw(whole_numbers((2, 3)))
    assert exact.exact(convref.relu_forward(x)) == exact.relu_forward(exact.exact(x))
    assert exact.exact(convref.relu_backward(dout, x)) == exact.relu_backward(exact.exact(dout), exact.exact(x))
    assert_array_equal(convref.relu_forward(x) - convref.relu_forward(-x), x)


@given(numbers_apart((2, 3)).map(lambda x: x + 1.5), whole_numbers((2, 3)))
def test_relu_backward_is_the_derivative_of_forward(x, dout):
    assert_array_equal(convref.relu_backward(dout, x), exact_vjp_maximum(convref.relu_forward, (x,), dout))


@pytest.mark.parametrize("shape", [(), (0,), (2, 0, 3), (1, 2, 3, 4, 5)])
def test_relu_takes_any_shape(shape):
    assert convref.relu_forward(np.ones(shape)).shape == shape
    assert convref.relu_backward(np.ones(shape), np.ones(shape)).shape == shape


def test_relu_does_not_hide_a_nan():
    assert_array_equal(convref.relu_forward([np.nan, -np.inf, np.inf]), [np.nan, 0, np.inf])


@given(softmax_cases())
def test_softmax_is_within_its_bound_of_exact_arithmetic(case):
    scores, labels = case
    given_exactly = exact.exact(scores), labels.tolist()
    loss, gradient = convref.softmax_loss(*case), convref.softmax_loss_backward(*case)
    slack = convref.bounds.softmax_loss(*case).bound(np.float64)
    assert abs(Fraction(loss) - exact.softmax_loss(*given_exactly)) <= Fraction(float(slack))
    want = exact.flat(exact.softmax_loss_backward(*given_exactly))
    slacks = convref.bounds.softmax_loss_backward(*case).bound(np.float64)
    for value, number, bound in zip(gradient.flat, want, slacks.flat, strict=True):
        assert abs(Fraction(value) - number) <= Fraction(bound)


@given(softmax_cases())
def test_softmax_agrees_with_scipy(case):
    scores, labels = case
    want = -log_softmax(scores, axis=1)[np.arange(len(labels)), labels].mean()
    assert_allclose(convref.softmax_loss(scores, labels), want, rtol=1e-13, atol=1e-13)


@given(softmax_cases())
def test_softmax_backward_is_the_derivative_of_forward(case):
    scores, labels = case
    want = numerical_vjp(convref.softmax_loss, (scores, labels), 1.0)
    # central differences with h = 6e-6 max(1, |s|): rounding 30 u / h, curvature h^2 / 6
    assert_allclose(convref.softmax_loss_backward(scores, labels), want, rtol=0, atol=1e-8)


@given(softmax_cases(), st.integers(-1000, 1000))
def test_shifting_all_scores_changes_nothing(case, shift):
    scores, labels = np.round(case[0]), case[1]
    assert convref.softmax_loss(scores + shift, labels) == convref.softmax_loss(scores, labels)


@given(softmax_cases())
def test_gradients_of_a_row_cancel(case):
    assert_allclose(convref.softmax_loss_backward(*case).sum(axis=1), 0, atol=1e-15)


def test_large_scores_do_not_overflow():
    assert convref.softmax_loss([[1e300, -1e300]], [0]) == 0
    assert convref.softmax_loss([[1e4, 0]], [1]) == 1e4
