"""The bounds hold, in every order of evaluation; they are not far too large; and the values are right to the last bit.

Inputs have exponents far apart and cancel, where naive sums lose all digits.
"""

import inspect
from fractions import Fraction
from math import inf, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import convref
from convref import bounds
from convref.bounds import Bounded, gamma
from tests import exact

from .calls import CALLS
from .strategies import conv_cases, pool_cases

U = Fraction(1, 2**53)
GRADED = sorted(set(bounds.__all__) - {"Bounded", "gamma"})
LINEAR = [name for name in GRADED if not name.startswith(("softmax", "relu", "max_pool_forward"))]
FLOATS = [np.float32, np.float64]

seeds = st.integers(0, 2**32 - 1)


def rough(shape, seed, dtype=np.float64):
    """Numbers with exponents far apart, in pairs that nearly cancel."""
    rng = np.random.default_rng(seed)
    numbers = rng.normal(size=shape) * 2.0 ** rng.integers(-12, 12, shape)
    flat = numbers.reshape(-1)
    half = len(flat) // 2
    flat[half : 2 * half] = -flat[:half] * (1 + rng.integers(0, 3, half) * 2.0**-20)
    return numbers.astype(dtype)


def rough_call(name, seed, dtype=np.float64):
    arrays = CALLS[name].arrays
    return {
        argument: rough(array.shape, [seed, place], dtype) for place, (argument, array) in enumerate(arrays.items())
    }


def bounded_call(name, given):
    """Bound the outputs: a list, of one Bounded or several."""
    result = getattr(bounds, name)(**given, **CALLS[name].options)
    return [result] if isinstance(result, Bounded) else list(result)


def exact_call(name, given):
    """Evaluate exactly; a list of outputs, each flat."""
    result = getattr(exact, name)(
        **{argument: exact.exact(array) for argument, array in given.items()},
        **{key: exact.exact(value) if key == "dt" else value for key, value in CALLS[name].options.items()},
    )
    return [exact.flat(output) for output in (result if isinstance(result, tuple) else (result,))]


@pytest.mark.parametrize("name", LINEAR)
@given(seed=seeds)
@settings(max_examples=settings().max_examples // 4)  # each of many rough numbers
def test_values_are_exact_but_for_their_last_rounding(name, seed):
    given = rough_call(name, seed)
    for bounded, wanted in zip(bounded_call(name, given), exact_call(name, given), strict=True):
        n = bounded.count + 2
        for value, absolute, want in zip(bounded.value.flat, bounded.absolute.flat, wanted, strict=True):
            assert abs(Fraction(value) - want) <= U * abs(want) * (1 + 4 * U) + (n * U) ** 2 * Fraction(absolute)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("avg_pool_forward", {"window": (1, 3), "stride": 1}),
        ("avg_pool_backward", {"window": (2, 5), "stride": (1, 3)}),
        ("convolve_sampled", {"dt": 0.1}),
    ],
)
@given(seed=seeds)
def test_dividing_by_the_area_or_multiplying_with_dt_rounds_no_more(name, options, seed):
    shapes = {"x": (1, 1, 4, 8), "dout": (1, 1, 3, 2), "f": (4,), "g": (3,)}
    given = {key: rough(shapes[key], seed) for key in CALLS[name].arrays}
    bounded = getattr(bounds, name)(**given, **options)
    exactly = {key: exact.exact(array) for key, array in given.items()}
    if "dt" in options:
        exactly["dt"] = Fraction(options["dt"])
    wanted = exact.flat(getattr(exact, name)(**{**options, **exactly}))
    for value, absolute, want in zip(bounded.value.flat, bounded.absolute.flat, wanted, strict=True):
        slack = U * abs(want) * (1 + 4 * U) + ((bounded.count + 2) * U) ** 2 * Fraction(absolute)
        assert abs(Fraction(value) - want) <= slack


@pytest.mark.parametrize("name", LINEAR)
@given(seed=seeds)
@settings(max_examples=settings().max_examples // 4)  # each of many rough numbers
def test_absolute_is_the_sum_of_the_absolute_terms(name, seed):
    given = rough_call(name, seed)
    positive = {
        argument: array if name == "max_pool_backward" and argument == "x" else np.abs(array)
        for argument, array in given.items()
    }
    for bounded, wanted in zip(bounded_call(name, given), exact_call(name, positive), strict=True):
        for absolute, want in zip(bounded.absolute.flat, wanted, strict=True):
            assert abs(Fraction(absolute) - want) <= (bounded.count + 2) * U * want
        assert bounded.absolute.max() <= bounded.norm * (1 + 1e-12)


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("name", GRADED)
@given(seed=seeds)
def test_the_kernels_stay_within_the_bounds(name, dtype, seed):
    given = rough_call(name, seed, dtype)
    found = CALLS[name].run(name, **given)
    for got, bounded in zip(found, bounded_call(name, given), strict=True):
        assert np.shape(got) == bounded.value.shape == bounded.absolute.shape
        assert (np.abs(got - bounded.value) <= bounded.bound(dtype)).all()


def in_order(terms):
    total = terms.dtype.type(0)
    for term in terms:
        total += term
    return total


def pairwise(terms):
    if len(terms) == 1:
        return terms[0]
    return pairwise(terms[: len(terms) // 2]) + pairwise(terms[len(terms) // 2 :])


ORDERS = {
    "in order": in_order,
    "backwards": lambda terms: in_order(terms[::-1]),
    "pairwise": pairwise,
    "smallest first": lambda terms: in_order(terms[np.argsort(np.abs(terms))]),
    "largest first": lambda terms: in_order(terms[np.argsort(-np.abs(terms))]),
    "positive first": lambda terms: in_order(terms[np.argsort(terms)]),
    "eight lanes": lambda terms: in_order(np.array([in_order(terms[lane::8]) for lane in range(8)])),
    "numpy": lambda terms: terms.sum(),
}


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
@given(seed=seeds, size=st.integers(1, 60))
def test_every_order_of_summation_stays_within_the_bound(order, dtype, seed, size):
    x, w, b = rough(size, [seed, 0], dtype), rough(size, [seed, 1], dtype), rough(1, [seed, 2], dtype)
    got = order(np.append(x * w, b))
    out = bounds.affine_forward(x[None], w[:, None], b)
    want = exact.affine_forward([exact.exact(x)], [[a] for a in exact.exact(w)], exact.exact(b))[0][0]
    bound = out.bound(dtype).item()
    assert abs(Fraction(float(got)) - want) <= Fraction(bound)
    assert abs(float(got) - out.value.item()) <= bound


@pytest.mark.parametrize("dtype", FLOATS)
@given(seed=seeds)
def test_products_and_frameworks_ways_stay_within_the_bound(dtype, seed):
    x, w = rough((2, 3, 6, 5), [seed, 0], dtype), rough((4, 3, 3, 2), [seed, 1], dtype)
    out = bounds.conv_forward(x, w)
    windows = np.lib.stride_tricks.sliding_window_view(x, (3, 2), axis=(2, 3))
    for got in (
        np.einsum("nchwuv,fcuv->nfhw", windows, w),
        np.moveaxis(np.tensordot(windows, w, ((1, 4, 5), (1, 2, 3))), -1, 1),
        (w.reshape(4, -1) @ convref.im2col(x, (3, 2))).reshape(out.value.shape),
    ):
        assert (np.abs(got - out.value) <= out.bound(dtype)).all()


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("size", [20, 200])
def test_the_bound_is_nearly_reached(dtype, size):
    unit = np.finfo(dtype).eps / 2
    x = np.full(size, unit, dtype)  # each addition of u to 1 rounds it away
    x[0] = 1
    out = bounds.affine_forward(x[None], np.ones((size, 1)))
    error = abs(float(in_order(x)) - out.value.item())
    assert 0.75 * out.bound(dtype).item() <= error <= out.bound(dtype).item()


@given(conv_cases())
def test_a_millionth_of_a_term_is_beyond_the_bound(case):
    x, w, b, _, options = case
    out = bounds.conv_forward(x, w, b, **options)
    w[0, 0, 0, 0] += 2.0**-20
    met = convref.conv_forward(np.abs(x), np.eye(1, w.size).reshape(w.shape), **options) > 0
    wrong = np.abs(convref.conv_forward(x, w, b, **options) - out.value)
    assert (wrong > out.bound(np.float64))[met].all()
    assert (out.bound(np.float32) < 0.5).all()  # so that in single precision it tells whole numbers apart


@given(conv_cases())
def test_counts_cover_the_terms_that_are_added(case):
    x, w, b, dout, options = case
    ones = [exact.exact(np.ones_like(array)) for array in (dout, x, w)]
    results = bounds.conv_backward(dout, x, w, **options)
    for bounded, terms in zip(results, exact.conv_backward(*ones, **options), strict=True):
        most = max(exact.flat(terms))  # of ones, a sum is its number of terms
        assert most - (bounded is results[2]) <= bounded.count  # db has no products
    assert results[0].count <= prod(w.shape) // w.shape[1]
    assert bounds.conv_forward(x, w, **options).count == prod(w.shape[1:])
    assert bounds.conv_forward(x, w, b, **options).count == prod(w.shape[1:]) + 1


@given(pool_cases())
def test_counts_of_pooling_cover_the_terms_that_are_added(case):
    ones = exact.exact(np.ones_like(case.dout)), exact.exact(case.x)
    area = int(np.prod(exact.two(case.options["window"])))
    terms = max(exact.flat(exact.max_pool_backward(*ones, **case.options)))
    assert terms - 1 <= bounds.max_pool_backward(case.dout, case.x, **case.options).count
    shares = max(exact.flat(exact.avg_pool_backward(*ones, **case.options))) * area
    assert shares + 1 <= bounds.avg_pool_backward(case.dout, case.x, **case.options).count <= area + 1
    assert bounds.avg_pool_forward(case.x, **case.options).count == area + 1


@given(pool_cases())
def test_what_does_not_round_has_no_bound(case):
    assert not bounds.max_pool_forward(case.x, **case.options).bound(np.float32).any()
    assert not bounds.relu_forward(case.x).bound(np.float32).any()
    assert not bounds.relu_backward(case.x, case.x).bound(np.float32).any()
    tiled = bounds.max_pool_backward(CALLS["relu_forward"].arrays["x"][None, None], np.ones((1, 1, 4, 6)), 2)
    assert tiled.count == 0


@pytest.mark.parametrize("dtype", FLOATS)
@given(seed=seeds)
def test_a_fourier_transform_stays_within_a_few_units_of_the_norm(dtype, seed):
    from scipy import signal  # takes seconds, and every worker imports this module

    x, k = rough((16, 15), [seed, 0], dtype), rough((5, 4), [seed, 1], dtype)
    out = bounds.convolve2d(x, k)
    error = np.abs(signal.fftconvolve(x, k, "valid") - out.value).max()
    assert error <= 8 * np.log2(x.size) * np.finfo(dtype).eps * out.norm


@given(seed=seeds)
def test_casting_the_factors_first_stays_within_the_bound(seed):
    x, w = rough((1, 2, 5, 5), [seed, 0]), rough((3, 2, 3, 3), [seed, 1])
    out = bounds.conv_forward(x, w)
    got = convref.conv_forward(x.astype(np.float32), w.astype(np.float32))
    assert (np.abs(got - out.value) <= out.bound(np.float32)).all()


def test_products_that_underflow_stay_within_the_bound():
    x, w = np.full((1, 3), 1.1e-160), np.full((3, 1), 1.3e-160)
    out = bounds.affine_forward(x, w)
    want = exact.affine_forward(exact.exact(x), exact.exact(w))[0][0]
    assert abs(Fraction(out.value.item()) - want) <= Fraction(out.bound(np.float64).item())
    assert abs(Fraction(convref.affine_forward(x, w).item()) - want) <= Fraction(out.bound(np.float64).item())


# --- softmax ----------------------------------------------------------------------------------------------------------


def shifted(scores, labels):
    scores = scores - scores.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(labels)), labels])


def unshifted(scores, labels):
    return np.mean(np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(labels)), labels])


def probabilities(scores):
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def by_probabilities(scores, labels):
    return -np.log(probabilities(scores)[np.arange(len(labels)), labels]).sum() / len(labels)


def gradient(scores, labels):
    p = probabilities(scores)
    p[np.arange(len(labels)), labels] -= 1
    return p / len(labels)


def gradient_by_logarithms(scores, labels):
    logarithms = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    one_hot = np.eye(scores.shape[1], dtype=scores.dtype)[labels]
    return (np.exp(logarithms) - one_hot) * scores.dtype.type(1 / len(labels))


def softmax_case(seed, dtype):
    rng = np.random.default_rng(seed)
    N, M = rng.integers(1, 6), rng.integers(1, 20)
    scores = rng.normal(size=(N, M)) * rng.choice([0.01, 1, 15]) + rng.choice([0, 20])
    return scores.clip(-40, 40).astype(dtype), rng.integers(0, M, N)


@given(seeds)
def test_softmax_values_are_exact_but_for_their_last_rounding(seed):
    scores, labels = softmax_case(seed, np.float64)
    given_exactly = exact.exact(scores), labels.tolist()
    tiny = Fraction(1, 2**150)  # to which the exact module knows exp and log
    for bounded, want in (
        (bounds.softmax_loss(scores, labels), [exact.softmax_loss(*given_exactly)]),
        (bounds.softmax_loss_backward(scores, labels), exact.flat(exact.softmax_loss_backward(*given_exactly))),
    ):
        for value, number in zip(bounded.value.flat, want, strict=True):
            assert abs(Fraction(float(value)) - number) <= U * abs(number) + tiny


@pytest.mark.parametrize("dtype", FLOATS)
@given(seed=seeds)
def test_every_way_to_the_softmax_loss_stays_within_the_bound(dtype, seed):
    scores, labels = softmax_case(seed, dtype)
    loss, slope = bounds.softmax_loss(scores, labels), bounds.softmax_loss_backward(scores, labels)
    for way in (shifted, unshifted, by_probabilities):
        assert abs(way(scores, labels) - loss.value) <= loss.bound(dtype)
    for way in (gradient, gradient_by_logarithms):
        assert (np.abs(way(scores, labels) - slope.value) <= slope.bound(dtype)).all()


@pytest.mark.parametrize("dtype", FLOATS)
@pytest.mark.parametrize("of_exp", [-1, 1])
@pytest.mark.parametrize("of_log", [-1, 1])
@given(seed=seeds)
def test_the_worst_exp_and_log_that_are_assumed_stay_within_the_bound(dtype, of_exp, of_log, seed):
    scores, labels = softmax_case(seed, dtype)
    units = 7 * dtype(np.finfo(dtype).eps / 2)  # and up to one more by applying them

    def exp(t):
        return np.exp(t.astype(np.float64)).astype(dtype) * (1 + of_exp * units)

    def log(t):
        return np.log(t.astype(np.float64)).astype(dtype) * (1 + of_log * units)

    rows = np.arange(len(labels))
    t = scores - scores.max(axis=1, keepdims=True)
    loss = bounds.softmax_loss(scores, labels)
    assert abs(np.mean(log(exp(t).sum(axis=1)) - t[rows, labels]) - loss.value) <= loss.bound(dtype)
    even = np.zeros_like(scores)
    loss = bounds.softmax_loss(even, labels)
    got = np.mean(log(exp(even).sum(axis=1)))
    assert abs(got - loss.value) <= loss.bound(dtype)


def test_softmax_counts_and_terms_are_those_derived():
    loss = bounds.softmax_loss([[1, -3, 2]], [0])
    slope = bounds.softmax_loss_backward([[1, -3, 2]], [0])
    terms = 1 + 2 * 3 + np.log(3)
    assert (loss.count, slope.count) == (3 + 1 + 22, 3 + 22)
    assert loss.absolute == terms
    chosen = np.array([[1, 0, 0]])
    np.testing.assert_allclose(slope.absolute, (slope.value + chosen) * terms + chosen, rtol=1e-15)


def test_softmax_bounds_are_not_vacuous():
    scores, labels = softmax_case(1, np.float64)
    loss, slope = bounds.softmax_loss(scores, labels), bounds.softmax_loss_backward(scores, labels)
    assert loss.bound(np.float64) < 1e-11
    assert loss.bound(np.float32) < 1e-2
    assert slope.bound(np.float64).max() < 1e-12


def test_the_callers_decimal_context_changes_nothing():
    import decimal

    with decimal.localcontext(decimal.Context(prec=3)):
        assert bounds.softmax_loss([[0, 0]], [1]).value == np.log(2)


# --- gamma and signatures ---------------------------------------------------------------------------------------------


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_gammas_add_up_as_rounding_errors_do(n, m):
    a, b = gamma(n, np.float32), gamma(m, np.float32)
    assert a + b + a * b <= gamma(n + m, np.float32) * (1 + 1e-15)


def test_gamma_of_no_rounding_is_zero():
    assert gamma(0, np.float64) == 0


def test_gamma_of_too_many_roundings_is_refused():
    with pytest.raises(ValueError, match="count is 16777216: so many roundings in float32 leave no correct digit"):
        gamma(2**24, np.float32)
    assert gamma(2**24 - 1, np.float32) < inf


@pytest.mark.parametrize("name", GRADED)
def test_a_bound_is_called_as_its_operation_is(name):
    of_bound = inspect.signature(getattr(bounds, name)).parameters.values()
    of_kernel = inspect.signature(getattr(convref, name)).parameters.values()
    assert [(p.name, p.kind, p.default) for p in of_bound] == [(p.name, p.kind, p.default) for p in of_kernel]


@pytest.mark.parametrize("name", [name for name in CALLS if name in GRADED])
def test_a_bound_raises_what_its_operation_raises(name):
    call = CALLS[name]
    for argument, array in call.arrays.items():
        if name == "relu_forward":
            continue
        for wrong in (np.zeros((1,) * (array.ndim + 3))[..., :0], array.astype(bool)):
            with pytest.raises((convref.ShapeError, TypeError)) as of_kernel:
                call.run(name, **{argument: wrong})
            with pytest.raises(type(of_kernel.value)) as of_bound:
                call.run(name, bounds, **{argument: wrong})
            assert str(of_bound.value) == str(of_kernel.value)


@pytest.mark.parametrize("count", [1.0, True, "1", None])
def test_a_number_of_roundings_is_an_int(count):
    with pytest.raises(TypeError, match=r"count is .*: it must be an int"):
        bounds.gamma(count, np.float64)


def test_a_number_of_roundings_is_not_negative_and_exact():
    with pytest.raises(ValueError, match="count is -1: there cannot be fewer than 0 roundings"):
        bounds.gamma(-1, np.float64)
    assert bounds.gamma(np.int8(100), np.float64) == bounds.gamma(100, np.float64)


@pytest.mark.parametrize("dtype", [int, "int8", object, "no type"])
def test_a_bound_is_for_a_float_type(dtype):
    with pytest.raises(TypeError, match=r"dtype is .*: it must be a float type"):
        bounds.gamma(1, dtype)
    with pytest.raises(TypeError, match=r"dtype is .*: it must be a float type"):
        bounds.correlate1d([1, 2], [1]).bound(dtype)
