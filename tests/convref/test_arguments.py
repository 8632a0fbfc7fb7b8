"""What may be passed in: types, strides, lists; and what is said when it may not."""

import re

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import convref
from convref import ShapeError

from .calls import CALLS

OPTIONS = {"stride", "pad", "boundary"}
WITHOUT_ARRAYS = ("convref.shapes", "convref.counts", "convref.continuous", "convref.fast.processor")


def calls_where(condition):
    chosen = {name: call for name, call in CALLS.items() if condition(name, call)}
    return pytest.mark.parametrize(("name", "call"), chosen.items(), ids=chosen)


every_call = calls_where(lambda name, call: True)


def swap_bytes(array):
    return array.astype(array.dtype.newbyteorder())


def misalign(array):
    shifted = np.empty(array.nbytes + 1, np.uint8)[1:].view(array.dtype).reshape(array.shape)
    shifted[...] = array
    return shifted


def make_read_only(array):
    array = array.copy()
    array.flags.writeable = False
    return array


def take_every_second(array):
    """Every second entry of a larger array, along every axis."""
    larger = np.full([2 * n for n in array.shape], np.nan)
    inside = larger[tuple(slice(None, None, 2) for _ in array.shape)]
    inside[...] = array
    return inside


LAYOUTS = {
    "fortran order": lambda array: np.asfortranarray(array),
    "negative strides": lambda array: np.flip(np.flip(array).copy()),
    "every second entry": take_every_second,
    "read only": make_read_only,
    "bytes swap_bytes": swap_bytes,
    "unaligned": misalign,
    "subclass": lambda array: array.view(type("Subclass", (np.ndarray,), {})),
    "list": lambda array: array.tolist(),
    "list of ints": lambda array: array.astype(int).tolist(),
    "tuple of rows": lambda array: tuple(array),
    "int16": lambda array: array.astype(np.int16),
    "uint64 where it can be": lambda array: array.astype(np.uint64) if (array >= 0).all() else array,
}


def test_every_function_that_takes_arrays_is_called_here():
    without_arrays = {
        name
        for name in convref.__all__
        if not callable(getattr(convref, name))
        or isinstance(getattr(convref, name), type)
        or getattr(convref, name).__module__
        in ("convref.shapes", "convref.counts", "convref.continuous", "convref.fast.processor")
    }
    assert set(CALLS) == set(convref.__all__) - without_arrays | {"convolve_sampled"}


@every_call
def test_every_layout_gives_the_same(name, call):
    for kind, layout in LAYOUTS.items():
        given = {argument: layout(array) for argument, array in call.arrays.items()}
        for got, want in zip(call.run(name, **given), call.run(name), strict=True):
            assert_array_equal(got, want, kind, strict=True)


@every_call
def test_float32_gives_the_same_numbers_as_float64(name, call):
    given = {argument: array.astype(np.float32) for argument, array in call.arrays.items()}
    for got, want in zip(call.run(name, **given), call.run(name), strict=True):
        assert np.allclose(got, want, rtol=1e-6) if name == "softmax_loss" else np.array_equal(got, want)
        assert name == "softmax_loss" or got.dtype == np.float32


@calls_where(lambda name, call: len(call.arrays) > 1)
def test_one_float64_makes_the_result_float64(name, call):
    for argument in call.arrays:
        given = {other: array.astype(np.float32) for other, array in call.arrays.items() if other != argument}
        for got, want in zip(call.run(name, **given), call.run(name), strict=True):
            assert_array_equal(got, want, strict=True)


@every_call
def test_integers_count_as_float64(name, call):
    given = {argument: array.astype(np.int16) for argument, array in call.arrays.items()}
    last = list(given)[-1]
    for got, want in zip(call.run(name, **{**given, last: call.arrays[last]}), call.run(name), strict=True):
        assert_array_equal(got, want, strict=True)


@every_call
def test_arguments_are_not_modified(name, call):
    given = {argument: array.copy() for argument, array in call.arrays.items()}
    call.run(name, **given)
    for argument, array in given.items():
        assert_array_equal(array, call.arrays[argument])


@every_call
def test_results_are_new_and_contiguous(name, call):
    for got in call.run(name):
        if isinstance(got, np.ndarray):
            assert got.flags.c_contiguous
            assert got.flags.writeable
            assert not any(np.shares_memory(got, array) for array in call.arrays.values())


@pytest.mark.parametrize("dtype", ["float16", "longdouble", "complex128", "object", "bool", "str", "datetime64[s]"])
@every_call
def test_another_type_is_refused_by_name(name, call, dtype):
    for argument, array in call.arrays.items():
        given = array.astype(np.int64).astype(dtype)
        sentence = f"{argument} has type {given.dtype}: it must be float32, float64 or integers"
        with pytest.raises(TypeError, match=f"^{re.escape(sentence)}$"):
            call.run(name, **{argument: given})


@every_call
def test_a_ragged_list_is_refused_by_name(name, call):
    for argument in call.arrays:
        with pytest.raises(ShapeError, match=f"^{argument} is ragged: its rows must have the same length$"):
            call.run(name, **{argument: [[1, 2], [3]]})


MODULES = [convref, convref.bounds, convref.fast]
each_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)


@each_module
@every_call
def test_a_masked_array_is_refused_by_name(name, call, module):
    if not hasattr(module, name):
        return
    for argument, array in call.arrays.items():
        masked = np.ma.masked_equal(array, array.flat[0])
        for given in (masked, list(masked), np.ma.asarray(array)):
            with pytest.raises(TypeError, match=f"^{argument} is a masked array"):
                call.run(name, module, **{argument: given})


@each_module
@every_call
def test_integers_that_float64_would_round_are_refused_by_name(name, call, module):
    if not hasattr(module, name):
        return
    for argument, array in call.arrays.items():
        for least, kind in ((2**53, np.int64), (-(2**53), np.int64), (2**53, np.uint64)):
            exact = np.zeros(array.shape, kind)
            exact.flat[-1] = least
            call.run(name, module, **{argument: exact})
            exact.flat[-1] += np.sign(least).astype(kind)
            for given in (exact, exact.tolist()):
                with pytest.raises(ShapeError, match=f"^{argument} holds {exact.flat[-1]}: integers beyond 2..53"):
                    call.run(name, module, **{argument: given})


@each_module
@pytest.mark.parametrize("name", ["softmax_loss", "softmax_loss_backward"])
def test_labels_are_refused_like_arrays(name, module):
    function = getattr(module, name)
    with pytest.raises(TypeError, match=r"^labels is a masked array"):
        function(np.zeros((2, 3)), np.ma.masked_equal([0, 1], 1))
    with pytest.raises(ShapeError, match=r"^labels is ragged"):
        function(np.zeros((2, 3)), [[0], [1, 2]])
    with pytest.raises(TypeError, match=r"^labels has type bool"):
        function(np.zeros((2, 3)), [True, False])


@calls_where(lambda name, call: name != "relu_forward")  # which takes any shape
def test_another_number_of_axes_is_refused(name, call):
    for argument, array in call.arrays.items():
        with pytest.raises(ShapeError, match=f"{argument} has shape|dout has shape|has 0 numbers"):
            call.run(name, **{argument: np.zeros((1,) * (array.ndim + 3))[..., :0]})


@pytest.mark.parametrize("name", [name for name in CALLS if name.endswith("_backward") and "softmax" not in name])
def test_a_gradient_of_another_shape_is_refused(name):
    dout = CALLS[name].arrays["dout"]
    given = np.zeros((*dout.shape[:-1], dout.shape[-1] + 1))
    sentence = f"dout has shape {given.shape} but the output has shape {dout.shape}: a gradient has"
    with pytest.raises(ShapeError, match=re.escape(sentence)):
        CALLS[name].run(name, dout=given)


ILLEGAL = [
    (
        lambda: convref.conv_forward(np.ones((1, 4, 5, 5)), np.ones((1, 3, 3, 3))),
        "w has 3 channels but x has 4: the filter extends the full depth of the input",
    ),
    (
        lambda: convref.conv_forward(np.ones((1, 3, 5, 5)), np.ones((2, 3, 3, 3)), [1, 2, 3]),
        "b has shape (3,) but w has 2 filters: each filter has one bias",
    ),
    (
        lambda: convref.conv_backward(np.ones((1, 1, 1, 1)), np.ones((1, 3, 2, 5)), np.ones((2, 3, 3, 3))),
        "w is 3 high but x is only 2 high: the window must fit inside the input",
    ),
    (
        lambda: convref.conv_forward(np.ones((1, 1, 5, 5)), np.ones((1, 1, 3, 3)), stride=0),
        "stride is 0: a step must be at least 1",
    ),
    (
        lambda: convref.max_pool_forward(np.ones((1, 1, 5, 5)), (6, 1)),
        "window is 6 high but x is only 5 high: the window must fit inside the input",
    ),
    (
        lambda: convref.avg_pool_backward(np.ones((1, 1, 5, 5)), np.ones((5, 5)), 1),
        "x has shape (5, 5): it must be (N, C, H, W)",
    ),
    (
        lambda: convref.correlate1d([1, 2], [1, 2, 3]),
        "k is 3 long but x is only 2 long: the kernel must fit inside the input",
    ),
    (
        lambda: convref.convolve2d([[1, 2]], [[1, 2]], boundary="zero"),
        "k is 2 wide: zeros on both sides keep the size only if the kernel has a middle, so 2 must be odd",
    ),
    (
        lambda: convref.correlate2d([[1, 2]], [[1, 2]], boundary="same"),
        "boundary is 'same': it must be 'shrink', 'zero' or 'full'",
    ),
    (lambda: convref.correlate2d([1, 2], [1]), "x has shape (2,): it must be (H, W)"),
    (
        lambda: convref.affine_forward([[1, 2, 3]], [[1], [2]]),
        "w has 2 rows but each x has 3 numbers: every input number has one weight for each output",
    ),
    (
        lambda: convref.affine_forward([[1, 2]], [[1], [2]], [1, 2]),
        "b has shape (2,) but w has 1 columns: each output has one bias",
    ),
    (
        lambda: convref.softmax_loss([[1, 2]], [0, 1]),
        "labels has shape (2,) but scores has 1 rows: each row of scores has one label",
    ),
    (
        lambda: convref.softmax_loss([[1, 2], [3, 4]], [0, 2]),
        "labels[1] is 2 but scores has 2 columns: a label is a column, from 0 on",
    ),
    (
        lambda: convref.softmax_loss_backward([[1, 2], [3, 4]], [-1, 2]),
        "labels[0] is -1 but scores has 2 columns: a label is a column, from 0 on",
    ),
    (
        lambda: convref.im2col(np.ones((1, 1, 2, 2)), 3),
        "window is 3 high but x is only 2 high: the window must fit inside the input",
    ),
    (
        lambda: convref.col2im(np.ones((1, 4, 3)), (1, 1, 3, 3), 2),
        "columns has shape (1, 4, 3) but im2col makes (1, 4, 4) of x_shape (1, 1, 3, 3)",
    ),
    (
        lambda: convref.weight_matrix(np.ones((1, 1, 2, 2)), (1, 1, 3, 3)),
        "x_shape is (1, 1, 3, 3): it must be (C, H, W), of one image",
    ),
    (
        lambda: convref.weight_matrix(np.ones((1, 2, 2, 2)), (1, 3, 3)),
        "w has 2 channels but x has 1: the filter extends the full depth of the input",
    ),
]


@pytest.mark.parametrize(("call", "sentence"), ILLEGAL, ids=[sentence for _, sentence in ILLEGAL])
def test_an_illegal_call_says_which_rule_it_breaks(call, sentence):
    with pytest.raises(ShapeError, match=f"^{re.escape(sentence)}$"):
        call()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"stride": 1.5}, "stride is 1.5: it must be an int or a pair of ints"),
        ({"stride": True}, "stride is True: it must be an int or a pair of ints"),
        ({"pad": "same"}, "pad is 'same': it must be an int or a pair of ints"),
        ({"pad": (1, None)}, "pad is None: it must be an int or a pair of ints"),
    ],
)
def test_an_option_that_is_no_int_is_a_type_error(options, sentence):
    with pytest.raises(TypeError, match=re.escape(sentence)):
        convref.conv_forward(np.ones((1, 1, 5, 5)), np.ones((1, 1, 3, 3)), **options)


def test_labels_must_be_integers():
    with pytest.raises(TypeError, match="labels has type float64: it must be integers"):
        convref.softmax_loss([[1, 2]], [0.0])


def test_options_may_be_numpys_ints_and_lists():
    x, w = np.arange(49.0).reshape(1, 1, 7, 7), np.ones((1, 1, 3, 3))
    want = convref.conv_forward(x, w, stride=(2, 2), pad=(1, 1))
    assert_array_equal(convref.conv_forward(x, w, stride=np.int32(2), pad=[1, np.int64(1)]), want)


@calls_where(lambda name, call: OPTIONS & set(call.options))
def test_options_must_be_keywords(name, call):
    options = [value for key, value in call.options.items() if key in OPTIONS]
    others = [value for key, value in call.options.items() if key not in OPTIONS]
    with pytest.raises(TypeError, match="positional argument"):
        getattr(convref, name)(*call.arrays.values(), *others, *options)
