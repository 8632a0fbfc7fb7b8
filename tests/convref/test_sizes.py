"""Ints that users pass in: of any kind, exact, and refused by name where they are none."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import convref
from convref import ShapeError, bounds, fast, shapes
from convref.problems import LARGEST_STEP

from .calls import CALLS

KINDS = [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64]

ARITHMETIC = {  # a legal call of each function that takes no arrays
    "conv_output_shape": {"x_shape": (2, 3, 9, 8), "w_shape": (4, 3, 3, 2), "stride": (2, 1), "pad": 1},
    "conv_parameters": {"filters": 4, "channels": 3, "window": (5, 3)},
    "dense_parameters": {"inputs": 12, "outputs": 5},
    "output_size": {"length": 9, "window": 4, "stride": 2, "pad": 1},
    "output_size_strict": {"length": 9, "window": 3, "stride": 2, "pad": 1},
    "pixel_uses": {"size": (5, 4), "window": (3, 2), "stride": (2, 1), "pad": 1},
    "pool_output_shape": {"x_shape": (2, 3, 9, 8), "window": (3, 2), "stride": 2},
    "same_padding": {"window": 5},
    "signal_output_shape": {"x_shape": (9, 8), "k_shape": (3, 5)},
    "weight_shape": {"filters": 4, "channels": 3, "window": (5, 3)},
}
OPTIONS = ("stride", "pad", "window", "x_shape")


def calls_with_sizes():
    """Each function, each argument of it that is one int or several, and how to call it with another value there."""
    for name, sizes in ARITHMETIC.items():
        for argument in sizes:
            yield f"{name}-{argument}", argument, sizes[argument], caller(shapes, name, sizes, argument)
    for layer in ("window", "stride"):
        yield f"receptive_field-{layer}", layer, 2, stack_of(layer)
    for module in (convref, fast, bounds):
        for name, call in CALLS.items():
            for argument in set(OPTIONS) & set(call.options) if hasattr(module, name) else ():
                given = {**call.arrays, **call.options}
                test = f"{module.__name__}.{name}-{argument}"
                yield test, argument, given[argument], caller(module, name, given, argument)


def caller(module, name, given, argument):
    return lambda value: getattr(module, name)(**{**given, argument: value})


def stack_of(argument):
    return lambda value: shapes.receptive_field([tuple({"window": 2, "stride": 2, argument: value}.values())])


SIZES = sorted(calls_with_sizes(), key=lambda call: call[0])


def for_each(calls):
    return pytest.mark.parametrize(("argument", "legal", "call"), [c[1:] for c in calls], ids=[c[0] for c in calls])


each_size = for_each(SIZES)
each_step = for_each([call for call in SIZES if call[1] in ("stride", "pad")])


def test_every_function_of_the_arithmetic_is_called_here():
    functions = {
        name
        for name in convref.__all__
        if getattr(getattr(convref, name), "__module__", "") in ("convref.shapes", "convref.counts")
    }
    assert functions - {"ReceptiveField", "receptive_field"} == set(ARITHMETIC)


def spoilt(legal, value):
    """One value in place of the legal one, or in place of its last entry."""
    return [value] if isinstance(legal, int) else [(*legal[:-1], value)]


@each_size
def test_what_is_no_int_is_a_type_error_with_the_arguments_name(argument, legal, call):
    values = [2.0, np.float64(1), True, np.True_, "2", 1j, np.array([1, 2])]
    for wrong in [wrong for value in values for wrong in spoilt(legal, value)]:
        with pytest.raises(TypeError, match=rf"^(an entry of )?{argument} is .*: it must be an int"):
            call(wrong)


@each_size
def test_numpys_ints_and_lists_are_as_good_as_ints(argument, legal, call):
    for kind in KINDS:
        given = kind(legal) if isinstance(legal, int) else [kind(extent) for extent in legal]
        assert repr(call(given)) == repr(call(legal))


@given(st.data())
def test_no_result_overflows(data):
    kind = data.draw(st.sampled_from(KINDS))
    count = st.integers(1, np.iinfo(kind).max)
    first, second, third = (data.draw(count) for _ in range(3))
    for function in (shapes.dense_parameters, lambda a, b: shapes.conv_parameters(a, b, 3)):
        result = function(kind(first), kind(second))
        assert type(result) is int
        assert result == function(first, second)
    window, stride = kind(first), kind(min(second, LARGEST_STEP))
    layers = [(window, stride), (kind(third), stride)]
    assert shapes.receptive_field(layers) == shapes.receptive_field([(int(w), int(s)) for w, s in layers])
    assert shapes.output_size(kind(max(first, third)), kind(min(first, third))) == abs(first - third) + 1


def test_a_product_of_int32_does_not_wrap():
    assert shapes.dense_parameters(np.int32(100000), np.int32(100000)) == 100000 * 100001


@each_step
def test_a_huge_step_or_padding_is_refused_by_name(argument, legal, call):
    for value in [value for huge in (2**31, 2**63, 2**64, 10**30) for value in (huge, (1, huge), [huge, 1])]:
        with pytest.raises((ShapeError, TypeError), match=f"^{argument} is "):
            call(value)


@each_size
def test_an_int_below_its_least_is_refused_by_name(argument, legal, call):
    for value in spoilt(legal, -1):
        with pytest.raises(ShapeError, match=rf"^({argument.removesuffix('_shape')}|x|w) (is|has shape) .*-1"):
            call(value)


@pytest.mark.parametrize("shape", [5, None, "7,7", b"77", 2.5, np.array(3)])
def test_a_shape_is_a_tuple(shape):
    with pytest.raises(TypeError, match=re.escape(f"x_shape is {shape!r}: it must be a tuple of ints")):
        shapes.pool_output_shape(shape, 2)


@pytest.mark.parametrize("layers", [3, None, 1.5])
def test_a_stack_is_a_sequence(layers):
    with pytest.raises(TypeError, match=f"layers is {layers}: it must be a sequence of pairs"):
        shapes.receptive_field(layers)


@pytest.mark.parametrize("size", [2**31, (1, 2**31), 10**30])
def test_uses_of_too_many_pixels_are_refused(size):
    with pytest.raises(ShapeError, match=r"size is .* too many for a list"):
        shapes.pixel_uses(size, 1)


@pytest.mark.parametrize("layer", [3, (3,), (3, 1, 1), "31"])
def test_a_layer_of_a_stack_is_a_pair(layer):
    with pytest.raises(ShapeError, match=re.escape(f"layers has the entry {layer!r}: each must be a pair")):
        shapes.receptive_field([layer])


@pytest.mark.parametrize("boundary", ["wrap", None, ["full"], 1])
def test_padding_of_another_boundary_is_refused(boundary):
    with pytest.raises(ShapeError, match=r"boundary is .*: it must be 'shrink', 'zero' or 'full'"):
        shapes.signal_padding((3,), boundary=boundary)


@given(st.integers(1, 9), st.integers(1, 4), st.integers(1, 12), st.integers(0, 9))
def test_uses_of_a_row_of_pixels_are_those_of_its_windows(length, window, stride, pad):
    if window > length + 2 * pad:
        return
    starts = [i * stride - pad for i in range(shapes.output_size(length, window, stride, pad))]
    uses = [sum(start <= pixel < start + window for start in starts) for pixel in range(length)]
    assert shapes.pixel_uses((length, 1), (window, 1), stride=(stride, 1), pad=(pad, 0)) == [[n] for n in uses]


def test_padding_as_wide_as_it_may_be_takes_no_time():
    assert shapes.pixel_uses(4, 3, pad=LARGEST_STEP) == [[9] * 4] * 4
