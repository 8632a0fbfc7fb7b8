"""The gradient checkers, and what they refuse."""

import re

import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose, assert_array_equal

import convref
from convref.gradcheck import exact_vjp_linear, exact_vjp_maximum, numerical_vjp

from .strategies import apart, whole

WAYS = [numerical_vjp, exact_vjp_linear, exact_vjp_maximum]
every_way = pytest.mark.parametrize("way", WAYS)


@given(whole((2, 3)), whole((3, 2)), whole((2, 2)))
def test_a_matrix_product_is_differentiated(a, b, dout):
    assert_array_equal(exact_vjp_linear(np.matmul, (a, b), dout, 0), dout @ b.T)
    assert_array_equal(exact_vjp_linear(np.matmul, (a, b), dout, 1), a.T @ dout)
    assert_allclose(numerical_vjp(np.matmul, (a, b), dout, 1), a.T @ dout, atol=1e-7)


def test_smooth_functions_are_differentiated():
    x = np.array([0.5, -1.0, 30.0])
    assert_allclose(numerical_vjp(np.sin, (x,), [1, 10, 100]), np.cos(x) * [1, 10, 100], atol=1e-7)
    assert_allclose(numerical_vjp(lambda x: (x**2).sum(), (x,), 1.0, step=1e-3), 2 * x, rtol=1e-9)


@given(apart((2, 3)))
def test_a_maximum_is_differentiated(x):
    got = exact_vjp_maximum(lambda x: x.max(axis=1), (x,), [5, 7])
    assert_array_equal(got, np.where(x == x.max(axis=1, keepdims=True), [[5], [7]], 0))


def test_single_precision_inside_a_linear_function_is_accepted():
    x = np.linspace(0.1, 0.9, 12)

    def f(x):
        return (x.astype(np.float32) / np.float32(9)).reshape(3, 4).sum(axis=1)

    assert_allclose(exact_vjp_linear(f, (x,), np.ones(3)), np.full(12, 1 / 9), rtol=1e-6)


@every_way
def test_only_the_argument_asked_for_is_changed(way):
    x, other = np.array([3.0, 9.0]), np.array([1.0, 2.0])
    seen = []

    def f(given, x):
        seen.append(given.copy())
        return x

    assert_array_equal(way(f, (other, x), [1.0, 1.0], 1).round(6), [1, 1])
    assert all(np.array_equal(given, other) for given in seen)
    assert_array_equal(x, [3, 9])


@every_way
def test_a_function_may_spoil_what_it_is_given(way):
    def f(x, other):
        out = x + other
        x[...] = other[...] = np.nan
        return out

    assert_array_equal(way(f, (np.array([3.0, 9.0]), np.zeros(2)), [1.0, 1.0]).round(6), [1, 1])


@every_way
def test_a_function_may_reuse_its_output(way):
    memory = np.empty(2)

    def f(x):
        memory[...] = x
        return memory

    assert_array_equal(way(f, (np.array([3.0, 9.0]),), [1.0, 1.0]).round(6), [1, 1])


@every_way
def test_another_shape_of_dout_is_refused(way):
    with pytest.raises(ValueError, match=re.escape("dout has shape (3,) but f gives shape (2,): they must be equal")):
        way(lambda x: x, (np.array([3.0, 9.0]),), np.ones(3))


@every_way
@pytest.mark.parametrize("argument", [-1, 1])
def test_an_argument_that_is_not_there_is_refused(way, argument):
    with pytest.raises(ValueError, match=f"argument is {argument}: f has 1 arguments, counted from 0"):
        way(lambda x: x, (np.array([3.0, 9.0]),), np.ones(2), argument)


@pytest.mark.parametrize("step", [0, -1e-3, np.nan])
def test_a_step_that_is_not_positive_is_refused(step):
    with pytest.raises(ValueError, match=r"step is .*: it must be positive"):
        numerical_vjp(np.sin, ([1.0],), [1.0], step=step)


@pytest.mark.parametrize("f", [np.square, np.abs, np.exp, lambda x: np.maximum(x, 2), lambda x: x * np.nan])
def test_what_is_not_linear_is_refused(f):
    with pytest.raises(ValueError, match="f is not linear in argument 0: unit vectors do not determine"):
        exact_vjp_linear(f, (np.array([3.0, -9.0]),), [1.0, 1.0])


def test_a_maximum_is_not_linear():
    x = np.array([[[[3.0, 1], [2, 4]]]])
    with pytest.raises(ValueError, match="not linear"):
        exact_vjp_linear(lambda x: convref.max_pool_forward(x, 2), (x,), [[[[1.0]]]])


@pytest.mark.parametrize(("entries", "distance"), [([[3, 9, 3]], "0"), ([[3, 9, 5]], "2"), ([[3, 9, 4.5]], "1.5")])
def test_entries_that_are_too_close_are_refused(entries, distance):
    sentence = f"entries [0, 0] and [0, 2] of argument 0 are {distance} apart: they must be more than 2 apart"
    with pytest.raises(ValueError, match=re.escape(sentence)):
        exact_vjp_maximum(np.max, (entries,), 1.0)


def test_a_nan_is_not_apart_from_anything():
    with pytest.raises(ValueError, match="are nan apart"):
        exact_vjp_maximum(np.max, ([1.0, np.nan],), 1.0)


@pytest.mark.parametrize("f", [np.square, np.abs])
def test_what_is_not_a_maximum_is_refused(f):
    with pytest.raises(ValueError, match=re.escape("f is not a maximum in argument 0: at [1] a step of 1 up and")):
        exact_vjp_maximum(lambda x: np.where([True, False], x, f(x)), (np.array([9.0, 0.5]),), [1.0, 1.0])
