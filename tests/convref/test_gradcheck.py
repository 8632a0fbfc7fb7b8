"""The gradient checkers, and what they refuse."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import convref
from convref.gradcheck import exact_vjp_linear, exact_vjp_maximum, numerical_vjp

from .strategies import numbers_apart, whole_numbers

WAYS = [numerical_vjp, exact_vjp_linear, exact_vjp_maximum]
every_way = pytest.mark.parametrize("way", WAYS)


@given(whole_numbers((2, 3)), whole_numbers((3, 2)), whole_numbers((2, 2)))
def test_a_matrix_product_is_differentiated(a, b, dout):
    assert_array_equal(exact_vjp_linear(np.matmul, (a, b), dout, 0), dout @ b.T)
    assert_array_equal(exact_vjp_linear(np.matmul, (a, b), dout, 1), a.T @ dout)
    assert_allclose(numerical_vjp(np.matmul, (a, b), dout, 1), a.T @ dout, atol=1e-7)


def test_smooth_functions_are_differentiated():
    x = np.array([0.5, -1.0, 30.0])
    assert_allclose(numerical_vjp(np.sin, (x,), [1, 10, 100]), np.cos(x) * [1, 10, 100], atol=1e-7)
    assert_allclose(numerical_vjp(lambda x: (x**2).sum(), (x,), 1.0, step=1e-3), 2 * x, rtol=1e-9)


@given(numbers_apart((2, 3)))
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


BUT_FOR_SOME = {  # not linear, though at some arguments they are what a linear function would be
    "a square at 0 and 1": (np.square, [0.0, 1.0]),
    "a product of entries": (lambda x: x * x[::-1], [0.0, 5.0]),
    "a maximum with 0, far from it": (lambda x: np.maximum(x, 0), [3.0, 9.0]),
    "an absolute value": (np.abs, [3.0, 9.0]),
    "rounding": (np.round, [3.0, -9.0]),
    "a wave through whole numbers": (lambda x: x + np.sin(2 * np.pi * x), [2.0, -4.0]),
    "a cube": (lambda x: x**3, [1.0, -1.0]),
    "a threshold": (lambda x: np.where(x > 0.75, x, 0), [1.0, 4.0]),
}


@pytest.mark.parametrize(("f", "x"), BUT_FOR_SOME.values(), ids=BUT_FOR_SOME)
def test_what_is_linear_at_some_arguments_only_is_refused(f, x):
    with pytest.raises(ValueError, match="f is not linear in argument 0"):
        exact_vjp_linear(f, (np.array(x),), [1.0, 1.0])


@given(st.data())
def test_every_polynomial_that_is_not_linear_is_refused(data):
    x = data.draw(whole_numbers(3))
    exponents = data.draw(st.lists(st.integers(0, 3), min_size=3, max_size=3).filter(lambda e: sum(e) > 1))
    with pytest.raises(ValueError, match="f is not linear in argument 0"):
        exact_vjp_linear(lambda x: np.prod(x**exponents), (x,), 1.0)


@given(whole_numbers((3, 4)), whole_numbers(3), whole_numbers(4))
def test_every_matrix_is_linear(matrix, constant, x):
    assert_array_equal(exact_vjp_linear(lambda x: matrix @ x + constant, (x,), [1, 10, 100]), [1, 10, 100] @ matrix)


@pytest.mark.parametrize("f", [lambda x: x**3, np.sin, np.round], ids=["cube", "sine", "rounding"])
def test_what_is_odd_but_no_maximum_is_refused(f):
    with pytest.raises(ValueError, match="half a step does not change it by half as much"):
        exact_vjp_maximum(f, ([0.0],), [1.0])


@every_way
def test_a_masked_argument_gradient_or_output_is_refused(way):
    x = np.array([3.0, 9.0])
    masked = np.ma.masked_equal(x, 9)
    with pytest.raises(TypeError, match="argument 0 is a masked array"):
        way(lambda x: x, (masked,), x)
    with pytest.raises(TypeError, match="dout is a masked array"):
        way(lambda x: x, (x,), masked)
    with pytest.raises(TypeError, match="f's output is a masked array"):
        way(lambda x: np.ma.masked_less(x, 99), (x,), x)


@every_way
@pytest.mark.parametrize("argument", [0.0, True, "0", None])
def test_the_place_of_an_argument_is_an_int(way, argument):
    with pytest.raises(TypeError, match=r"argument is .*: it must be an int"):
        way(lambda x: x, (np.array([3.0, 9.0]),), np.ones(2), argument)


@every_way
@pytest.mark.parametrize("arguments", [np.array([3.0, 9.0]), 3.0, None], ids=repr)
def test_arguments_that_are_no_tuple_are_refused(way, arguments):
    with pytest.raises(TypeError, match=r"arguments is a .*: it must be a tuple or list of all arguments"):
        way(lambda x: x, arguments, 1.0)


@every_way
def test_a_complex_argument_or_output_is_refused(way):
    with pytest.raises(TypeError, match="argument 0 has type complex128"):
        way(lambda x: x, (np.array([3.0, 9.0j]),), np.ones(2))
    with pytest.raises(TypeError, match="f's output has type complex128"):
        way(lambda x: x * 1j, (np.array([3.0, 9.0]),), np.ones(2))


@every_way
def test_a_ragged_argument_or_gradient_is_refused(way):
    with pytest.raises(ValueError, match="argument 0 is ragged"):
        way(lambda x: x, ([[1], [2, 3]],), np.ones(2))
    with pytest.raises(ValueError, match="dout is ragged"):
        way(lambda x: x, ([1, 4],), [[1], [2, 3]])


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
