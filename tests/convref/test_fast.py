"""The fast kernels are the lesson's: for every instruction set that is here, and one thread and two."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

import convref
from convref import fast
from convref.fast import processor

from .fast_cases import EDGES, Pool, conv_problems, normal_numbers, pool_problems
from .strategies import affine_cases

EXAMPLES = settings(max_examples=2 * settings().max_examples // 5)  # of each instruction set and number of threads
TYPES = [np.float32, np.float64]
each_type = pytest.mark.parametrize("dtype", TYPES)
each_edge = pytest.mark.parametrize("case", EDGES, ids=str)


@pytest.fixture(
    scope="module",
    autouse=True,
    params=[(name, threads) for name in fast.instruction_sets() for threads in (1, 2)],
    ids=str,
)
def machine(request):
    """Every test below runs on each instruction set, with one thread and with two, however small its arrays are."""
    name, threads = request.param
    before = fast.instruction_set(), fast.get_num_threads()
    fast.use_instruction_set(name)
    fast.set_num_threads(threads)
    processor._set_work_of_a_thread(1)
    yield
    fast.use_instruction_set(before[0])
    fast.set_num_threads(before[1])
    processor._set_work_of_a_thread(150_000)


def assert_conv_is_equal(case, dtype):
    x, w, b, dout = case.arrays(dtype)
    assert_array_equal(fast.conv_forward(x, w, b, **case.options), convref.conv_forward(x, w, b, **case.options))
    got = fast.conv_backward(dout, x, w, **case.options)
    want = convref.conv_backward(dout, x, w, **case.options)
    for name, ours, lessons in zip(("dx", "dw", "db"), got, want, strict=True):
        assert ours.dtype == dtype
        assert_array_equal(ours, lessons, err_msg=name)


@each_type
@each_edge
def test_convolution_equals_the_lesson_at_the_edges(case, dtype):
    assert_conv_is_equal(case, dtype)


@given(conv_problems(), st.sampled_from(TYPES))
@EXAMPLES
def test_convolution_equals_the_lesson_on_whole_numbers(case, dtype):
    assert_conv_is_equal(case, dtype)


def assert_within(got, bounded, dtype):
    assert (np.abs(got - bounded.value) <= bounded.bound(dtype)).all()


@given(conv_problems(), st.sampled_from(TYPES))
@settings(max_examples=10)
def test_convolution_is_within_the_proven_bound(case, dtype):
    x, w, b, dout = case.arrays(dtype, normal_numbers)
    got = fast.conv_forward(x, w, b, **case.options)
    assert_within(got, convref.bounds.conv_forward(x, w, b, **case.options), dtype)
    gradients = fast.conv_backward(dout, x, w, **case.options)
    for ours, bounded in zip(gradients, convref.bounds.conv_backward(dout, x, w, **case.options), strict=True):
        assert_within(ours, bounded, dtype)


def assert_same_pattern(got, want):
    """NaN where there is NaN, infinity of the same sign where there is infinity."""
    kinds = [np.where(np.isfinite(array), 0, array) for array in (got, want)]
    assert_array_equal(*kinds)


def with_odd_numbers(array, data):
    """Some entries replaced by NaN and infinities."""
    array = array.copy()
    for _ in range(data.draw(st.integers(0, 2))):
        array.flat[data.draw(st.integers(0, array.size - 1))] = data.draw(st.sampled_from([np.nan, np.inf, -np.inf]))
    return array


@given(conv_problems(), st.sampled_from(TYPES), st.data())
@EXAMPLES
def test_infinities_and_nans_come_out_where_they_do_in_the_lesson(case, dtype, data):
    x, w, b, dout = (with_odd_numbers(array, data) for array in case.arrays(dtype))
    with np.errstate(invalid="ignore"):
        want = convref.conv_forward(x, w, b, **case.options)
        assert_same_pattern(fast.conv_forward(x, w, b, **case.options), want)
        want = convref.conv_backward(dout, x, w, **case.options)
    for ours, lessons in zip(fast.conv_backward(dout, x, w, **case.options), want, strict=True):
        assert_same_pattern(ours, lessons)


@pytest.mark.slow
@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("place", ["x", "w", "b", "dout"])
@each_edge
def test_one_odd_number_in_an_array_spreads_as_it_does_in_the_lesson(case, place, value):
    arrays = dict(zip(("x", "w", "b", "dout"), case.arrays(np.float64), strict=True))
    arrays[place].flat[-1] = value
    x, w, b, dout = arrays.values()
    want = convref.conv_forward(x, w, b, **case.options), *convref.conv_backward(dout, x, w, **case.options)
    got = fast.conv_forward(x, w, b, **case.options), *fast.conv_backward(dout, x, w, **case.options)
    for ours, lessons in zip(got, want, strict=True):
        assert_same_pattern(ours, lessons)


def assert_pooling_is_equal(x, dout, options):
    for kind in ("max", "avg"):
        names = f"{kind}_pool_forward", f"{kind}_pool_backward"
        forward, backward = (getattr(fast, name) for name in names)
        want_forward, want_backward = (getattr(convref, name) for name in names)
        assert_array_equal(forward(x, **options), want_forward(x, **options))
        assert_array_equal(backward(dout, x, **options), want_backward(dout, x, **options))


@given(pool_problems(), st.sampled_from(TYPES))
@EXAMPLES
def test_pooling_equals_the_lesson_on_integers_with_ties(case, dtype):
    assert_pooling_is_equal(*case.arrays(dtype), case.options)


@given(pool_problems(), st.sampled_from(TYPES))
@EXAMPLES
def test_pooling_equals_the_lesson_bit_for_bit_except_where_windows_of_3_overlap(case, dtype):
    """Windows of 3 x 3 with stride 2 overlap: up to four send a pixel their gradient, three roundings in any order."""
    x, dout = case.arrays(dtype, normal_numbers)
    assert_array_equal(fast.max_pool_forward(x, **case.options), convref.max_pool_forward(x, **case.options))
    assert_array_equal(fast.avg_pool_forward(x, **case.options), convref.avg_pool_forward(x, **case.options))
    assert_array_equal(
        fast.avg_pool_backward(dout, x, **case.options), convref.avg_pool_backward(dout, x, **case.options)
    )
    got = fast.max_pool_backward(dout, x, **case.options)
    want = convref.max_pool_backward(dout, x, **case.options)
    terms = convref.max_pool_backward(abs(dout), x, **case.options)
    overlap = (case.window, case.stride) in ((3, 2), ((3, 3), 2), (3, (2, 2)), ((3, 3), (2, 2)))
    assert (abs(got - want) <= (4 * np.finfo(dtype).eps * terms if overlap else 0)).all()


@given(pool_problems(), st.sampled_from(TYPES), st.data())
@EXAMPLES
def test_pooling_treats_infinities_and_nans_as_the_lesson_does(case, dtype, data):
    x, dout = (with_odd_numbers(array, data) for array in case.arrays(dtype))
    x.flat[:: data.draw(st.integers(2, 9))] = data.draw(st.sampled_from([np.nan, np.inf, -np.inf]))
    with np.errstate(invalid="ignore"):
        assert_pooling_is_equal(x, dout, case.options)


@each_type
@pytest.mark.parametrize("size", [(3, 3), (4, 1027), (5, 1026), (33, 34), (2, 2), (35, 17)])
def test_pooling_equals_the_lesson_on_wide_narrow_and_left_over_rows(size, dtype):
    for window, stride in ((2, 2), (3, 2), (2, 3), (1, 1)):
        if min(size) >= window:
            case = Pool((2, 3, *size), window, stride)
            assert_pooling_is_equal(*case.arrays(dtype), case.options)


@each_type
def test_the_gradient_of_maxima_equals_the_lesson_at_every_width(dtype):
    """A strip is one or two vectors of windows, and a row is one strip or several: wider than two of the widest."""
    for width in range(3, 140):
        x, dout = Pool((2, 1, 5 + width % 3, width), 3, 2).arrays(dtype)
        got = fast.max_pool_backward(dout, x, window=3, stride=2)
        assert_array_equal(got, convref.max_pool_backward(dout, x, window=3, stride=2), err_msg=f"{width} columns")


@pytest.mark.parametrize("odd", [0, np.nan], ids=["numbers", "one NaN"])
def test_the_gradient_of_maxima_equals_the_lesson_when_no_cache_holds_it(odd):
    rng = np.random.default_rng(3)
    x = rng.integers(-9, 9, (50, 40, 47, 49)).astype(np.float32)  # 18 MB, few channels at a vector's boundary
    x[25, 20, 23, 24] = odd  # a channel with a NaN is computed twice, and both go past the caches
    dout = rng.integers(-9, 9, (50, 40, 23, 24)).astype(np.float32)
    options = {"window": 3, "stride": 2}
    assert_array_equal(fast.max_pool_backward(dout, x, **options), convref.max_pool_backward(dout, x, **options))


@each_type
@pytest.mark.parametrize("window", [2, 3])
@pytest.mark.parametrize("width", [7, 8, 17, 18, 33, 34, 36])
def test_a_single_nan_is_seen_in_every_column(width, window, dtype):
    """Images are taken to have none until one is seen, and the last column of a row is seen by its last window only."""
    x, dout = Pool((width, 1, 2 * window, width), window, 2).arrays(dtype)
    for column in range(width):
        x[column, 0, column % x.shape[2], column] = np.nan
    assert_pooling_is_equal(x, dout, {"window": window, "stride": 2})


@each_type
@pytest.mark.parametrize("window", [2, 3])
def test_numbers_whose_product_is_infinite_are_not_taken_for_nans(window, dtype):
    """They are looked at twice; a NaN is told by a sum of products."""
    x, dout = Pool((2, 2, 9, 37), window, 2).arrays(dtype)
    assert_pooling_is_equal(x * np.sqrt(np.finfo(dtype).max), dout, {"window": window, "stride": 2})


@given(affine_cases(), st.sampled_from(TYPES))
@EXAMPLES
def test_the_fully_connected_layer_equals_the_lesson(case, dtype):
    x, w, b, dout = (array.astype(dtype) for array in case)
    assert_array_equal(fast.affine_forward(x, w, b), convref.affine_forward(x, w, b))
    assert_array_equal(fast.affine_forward(x, w), convref.affine_forward(x, w))
    for ours, lessons in zip(fast.affine_backward(dout, x, w), convref.affine_backward(dout, x, w), strict=True):
        assert_array_equal(ours, lessons)


@given(affine_cases(), st.data())
@EXAMPLES
def test_the_fully_connected_layer_has_nans_where_the_lesson_has_them(case, data):
    x, w, b, dout = (with_odd_numbers(array, data) for array in case)
    with np.errstate(invalid="ignore"):
        assert_same_pattern(fast.affine_forward(x, w, b), convref.affine_forward(x, w, b))
        gradients = fast.affine_backward(dout, x, w)
    for ours, lessons in zip(gradients, convref.affine_backward(dout, x, w), strict=True):
        assert_same_pattern(ours, lessons)


@each_type
@pytest.mark.parametrize("count", [1, 7, 64, 1001])
def test_relu_equals_the_lesson_with_odd_numbers(count, dtype):
    rng = np.random.default_rng(count)
    x, dout = rng.choice([-2, -0.0, 0, 3, np.nan, np.inf, -np.inf], (2, count)).astype(dtype)
    assert_array_equal(fast.relu_forward(x), convref.relu_forward(x))
    assert_array_equal(fast.relu_backward(dout, x), convref.relu_backward(dout, x))
