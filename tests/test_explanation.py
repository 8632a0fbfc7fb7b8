"""Every worked example can be written out, and every line ends in the number the slide prints."""

import re
import tomllib
from fractions import Fraction
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.authoring.explanation import explain
from grader.errors import AuthorError
from tests.topics import EXPLAINERS

FILES = sorted((Path(__file__).parents[1] / "assignments").glob("*/examples.toml"))
EXAMPLES = [example for path in FILES for example in tomllib.loads(path.read_text())["example"]]
SIZES = {name for name in EXPLAINERS if "size" in name or "shape" in name or "parameters" in name}
SIZES |= {"same_padding", "receptive_field"}  # they show steps on the way; all others a line for each number

IMAGE = [[-5, 3, 2, -5, 3], [4, 3, 2, 1, -3], [1, 0, 3, 3, 5], [-2, 0, 1, 4, 4], [5, 6, 7, 9, 1]]
SHARPEN = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
SIGNAL = [4, 3, 2, -5, 3, 5, 2, 5, 5, 6]
SLICE = [[[[3, 1, 3, 5], [6, 0, 7, 9], [3, 2, 1, 4], [0, 2, 4, 3]]]]


def explained(call, **arguments):
    return explain({"id": "test", "call": call, "arguments": arguments})


def derived(lines):
    """Return the numbers behind the last = of each line."""
    answers = [line.rpartition("=")[2] for line in lines]
    return [Fraction(number.replace("−", "-")) for text in answers for number in re.findall(r"−?\d+(?:/\d+)?", text)]


def stated(value):
    """Return every number of an example's answer, in reading order."""
    if isinstance(value, dict):
        return list(chain.from_iterable(map(stated, value.values())))
    if isinstance(value, (list, tuple, np.ndarray)):
        return list(chain.from_iterable(map(stated, value)))
    return [
        Fraction(str(value)) if isinstance(value, float) else Fraction(value if isinstance(value, str) else int(value))
    ]


def as_written(call, answer):
    """Return an answer in the order in which it is written out."""
    if call == "im2col":  # window by window
        return np.swapaxes(answer["columns"], 1, 2)
    if call == "weight_matrix":  # row by row, zeros included
        matrix = np.zeros(answer["shape"], int)
        matrix[answer["rows"], answer["columns"]] = answer["values"]
        return [matrix, answer["shape"]]
    return answer


def is_subsequence(short, long):
    rest = iter(long)
    return all(number in rest for number in short)


# ------------------------------------------------------------------------ the files' examples


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_every_example_is_explained_and_leads_to_its_stated_answer(example):
    lines = explain(example)
    assert all(lines)
    if "raises" in example:
        assert lines[-1].endswith("illegal")
        return
    answer = stated(as_written(example["call"], example["expect"]))
    assert is_subsequence(answer, derived(lines))
    if example["call"] not in SIZES:
        assert derived(lines) == answer


# ------------------------------------------------------------------------- as on the slides


def test_the_box_filter_shows_every_position():
    lines = explained("correlate1d", x=SIGNAL, k=["1/3"] * 3)
    assert lines[0] == "4·1/3 + 3·1/3 + 2·1/3 = 3"
    assert lines[1] == "3·1/3 + 2·1/3 + (−5)·1/3 = 0"
    assert derived(lines) == [Fraction(n) for n in ("3", "0", "0", "1", "10/3", "4", "4", "16/3")]


def test_padding_is_shown_as_zeros():
    lines = explained("correlate1d", x=SIGNAL, k=["1/3"] * 3, boundary="zero")
    assert lines[0] == "0·1/3 + 4·1/3 + 3·1/3 = 7/3"
    assert lines[-1] == "5·1/3 + 6·1/3 + 0·1/3 = 11/3"


def test_sharpening_shows_the_weights_that_are_not_zero_in_the_slide_s_order():
    lines = explained("correlate2d", x=IMAGE, k=SHARPEN)
    assert lines[0] == "out[0,0] = 5·3 + (−1)·3 + (−1)·2 + (−1)·0 + (−1)·4 = 6"
    assert lines[3] == "out[1,0] = 5·0 + (−1)·3 + (−1)·3 + (−1)·0 + (−1)·1 = −7"
    assert derived(lines) == [6, 1, 8, -7, 9, 2, -5, -9, 3]


def test_a_kernel_that_is_no_cross_is_read_row_by_row():
    assert explained("correlate2d", x=[[1, 2], [3, 4]], k=[[5, 0], [6, 7]]) == ["out[0,0] = 5·1 + 6·3 + 7·4 = 51"]
    assert explained("convolve2d", x=[[1, 2], [3, 4]], k=[[5, 0], [6, 7]]) == ["out[0,0] = 7·1 + 6·2 + 5·4 = 39"]


def test_the_gradient_of_ones_through_the_sharpening_filter():
    lines = explained("correlate2d_backward", dout=[[1] * 3] * 3, x=IMAGE, k=SHARPEN)
    assert lines[0] == "dx[0,0] = 0"  # the corner meets only the kernel's zero
    assert lines[6] == "dx[1,1] = 1·5 + 1·(−1) + 1·(−1) = 3"
    assert derived(lines[25:]) == [13, 12, 11, 12, 17, 20, 21, 33, 37]


def test_a_layer_adds_its_bias_and_keeps_the_index_of_the_filter():
    lines = explained("conv_forward", x=[[[[1, 2]]]], w=[[[[3]]], [[[4]]]], b=[5, -1])
    assert lines[0] == "out[0,0,0] = 3·1 + 5 = 8"
    assert lines[-1] == "out[1,0,1] = 4·2 + (−1) = 7"
    assert explained("conv_forward", x=[[[[1]]]], w=[[[[3]]]], b=[0]) == ["out[0,0] = 3·1 = 3"]


def test_a_long_sum_is_shown_by_its_ends_and_its_length():
    x = [[[[1] * 5] * 5] * 3]
    assert explained("conv_forward", x=x, w=x) == ["out[0,0] = 1·1 + 1·1 + 1·1 + … [75 terms] … + 1·1 = 75"]


def test_the_layer_s_gradients_are_sums():
    lines = explained(
        "conv_backward", dout=[[[[1, -2], [3, 1]]]], x=[[[[1, 2, 0], [3, -1, 4], [2, 0, 1]]]], w=[[[[1, 2], [-1, 3]]]]
    )
    assert lines[4] == "dx[1,1] = 1·3 + (−2)·(−1) + 3·2 + 1·1 = 12"
    assert lines[9] == "dw[0,0] = 1·1 + (−2)·2 + 3·3 + 1·(−1) = 5"
    assert lines[13] == "db[0] = 1 + (−2) + 3 + 1 = 3"


def test_pooling_shows_its_windows():
    assert explained("max_pool_forward", x=SLICE, window=2)[0] == "out[0,0] = max(3, 1, 6, 0) = 6"
    assert explained("avg_pool_forward", x=SLICE, window=2)[0] == "out[0,0] = (3 + 1 + 6 + 0)/4 = 5/2"


def test_a_pixel_in_no_window_has_no_gradient():
    lines = explained("avg_pool_backward", dout=[[[[3]]]], x=[[[[1, 2, 3]]]], window=[1, 2], stride=3)
    assert lines == ["dx[0,0] = 3/2", "dx[0,1] = 3/2", "dx[0,2] = 0"]


def test_at_a_tie_the_first_maximum_gets_the_gradient():
    lines = explained("max_pool_backward", dout=[[[[1, 2], [3, 4]]]], x=SLICE, window=2)
    assert derived(lines) == [0, 0, 0, 0, 1, 0, 0, 2, 3, 0, 0, 4, 0, 0, 0, 0]


def test_sizes_show_the_formula_and_the_strict_rule_refuses_fractions():
    assert explained("output_size_strict", length=7, window=3, stride=2) == ["(7 + 2·0 − 3)/2 + 1 = 3"]
    assert explained("output_size_strict", length=7, window=3, stride=3) == [
        "(7 + 2·0 − 3)/3 + 1 = 7/3",
        "not whole: illegal",
    ]
    assert explained("output_size", length=7, window=3, stride=3) == ["⌊(7 + 2·0 − 3)/3⌋ + 1 = ⌊4/3⌋ + 1 = 2"]
    assert explained("same_padding", window=4) == ["(4 − 1)/2 = 3/2", "not whole: illegal"]


def test_parameters_layouts_and_receptive_fields():
    assert explained("conv_parameters", filters=10, channels=3, window=5) == ["5·5·3 + 1 = 76", "76·10 = 760"]
    assert explained("conv_parameters", filters=1, channels=3, window=5, bias=False) == ["5·5·3 = 75"]
    assert explained("weight_shape", filters=4, channels=3, window=5, layout="in-out") == [
        "(in, out, height, width) = (3, 4, 5, 5)"
    ]
    assert explained("receptive_field", layers=[[3, 1], [3, 1]]) == [
        "size 1 + (3 − 1)·1 = 3",
        "size 3 + (3 − 1)·1 = 5",
        "size = (5, 5)",
        "jump = (1, 1)",
        "pixels = 5·5 = 25",
    ]
    assert derived(explained("receptive_field", layers=[[[3, 5], 2], [2, 1]]))[-5:] == [5, 7, 2, 2, 35]
    assert explained("pixel_uses", size=4, window=3)[5] == "uses[1,1] = 2·2 = 4"


def test_a_convolution_is_a_matrix_with_shared_weights():
    assert explained("weight_matrix", w=[[[[1, 2, 3]]]], x_shape=[1, 1, 4]) == [
        "row 0 = (1, 2, 3, 0)",
        "row 1 = (0, 1, 2, 3)",
        "shape = (2, 4)",
    ]
    assert explained("weight_matrix", w=[[[[1, 2, 3]]]], x_shape=[1, 1, 2], pad=[0, 1])[0] == "row 0 = (2, 3)"
    assert explained("im2col", x=[[[[1, 2, 3], [4, 5, 6]]]], window=[1, 2])[2] == "x_2 = (4, 5)"


def test_equal_scores_have_exact_gradients():
    lines = explained("softmax_loss_backward", scores=[[5, 5, 5, 5], [-3, -3, -3, -3]], labels=[2, 0])
    assert lines[2] == "dscores[0,2] = (1/4 − 1)/2 = −3/8"
    with pytest.raises(AuthorError, match="no fraction"):
        explained("softmax_loss_backward", scores=[[1, 2]], labels=[0])


# ------------------------------------------------------------------------------ illegal, wrong


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        ("correlate1d", {"x": [1, 2], "k": [1, 2, 3]}),
        ("conv_forward", {"x": [[[[1]]]], "w": [[[[1]], [[1]]]]}),
        ("conv_backward", {"dout": [[[[1]]]], "x": [[[[1, 2]]]], "w": [[[[1]]]]}),
        ("max_pool_forward", {"x": [[[[1, 2]]]], "window": 2}),
        ("max_pool_backward", {"dout": [[[[1, 2]]]], "x": [[[[1]]]], "window": 1}),
        ("affine_forward", {"x": [[1, 2]], "w": [[1]]}),
        ("output_size", {"length": 2, "window": 3}),
        ("correlate1d", {"x": [1, 2, 3], "k": [1, 2], "boundary": "zero"}),
        ("im2col", {"x": [[[[1]]]], "window": 2}),
        ("weight_matrix", {"w": [[[[1, 2]]]], "x_shape": [1, 1, 1]}),
        ("conv_output_shape", {"x_shape": [1, 3, 8, 8], "w_shape": [1, 1, 3, 3]}),
    ],
)
def test_illegal_arguments_end_in_the_reason(call, arguments):
    assert explained(call, **arguments)[-1].endswith("illegal")


def test_a_mistake_of_the_author_is_named_by_the_example():
    with pytest.raises(AuthorError, match=r"test: call: there is no explanation of 'conv3d'"):
        explained("conv3d", x=[1])
    with pytest.raises(AuthorError, match=r"test: arguments: .*'y'"):
        explained("correlate1d", y=[1])
    with pytest.raises(AuthorError, match="rows of different lengths"):
        explained("correlate2d", x=[[1, 2], [3]], k=[[1]])


# ---------------------------------------------------------------- the derivation against convref


@st.composite
def calls(draw):
    """A call of a convref function with small integer arguments."""
    size = st.integers(1, 3)
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))

    def numbers(*shape):
        return rng.integers(-4, 5, shape).tolist()

    N, C, F, HH, WW, stride = (draw(size) for _ in range(6))
    H, W, pad = HH + draw(st.integers(0, 3)), WW + draw(st.integers(0, 3)), draw(st.integers(0, 2))
    plane = [(n + 2 * pad - f) // stride + 1 for n, f in ((H, HH), (W, WW))]
    pooled = [(n - f) // stride + 1 for n, f in ((H, HH), (W, WW))]
    x, geometry, boundary = (
        numbers(N, C, H, W),
        {"stride": stride, "pad": pad},
        draw(st.sampled_from(["shrink", "full"])),
    )
    filtered = [n - f + 1 if boundary == "shrink" else n + f - 1 for n, f in ((H, HH), (W, WW))]
    signal = {"x": numbers(W), "k": numbers(WW), "boundary": boundary}
    picture = {"x": numbers(H, W), "k": numbers(HH, WW), "boundary": boundary}
    pool = {"x": x, "window": [HH, WW], "stride": stride}
    layer = {"x": x, "w": numbers(F, C, HH, WW), **geometry}
    dense = {"x": x, "w": numbers(C * H * W, F)}
    return draw(
        st.sampled_from(
            [
                *((name, signal) for name in ("correlate1d", "convolve1d")),
                *(
                    (f"{name}_backward", {"dout": numbers(filtered[1]), **signal})
                    for name in ("correlate1d", "convolve1d")
                ),
                *((name, picture) for name in ("correlate2d", "convolve2d")),
                *(
                    (f"{name}_backward", {"dout": numbers(*filtered), **picture})
                    for name in ("correlate2d", "convolve2d")
                ),
                ("conv_forward", {**layer, "b": numbers(F)}),
                ("conv_backward", {"dout": numbers(N, F, *plane), **layer}),
                *((f"{name}_forward", pool) for name in ("max_pool", "avg_pool")),
                *((f"{name}_backward", {"dout": numbers(N, C, *pooled), **pool}) for name in ("max_pool", "avg_pool")),
                ("affine_forward", {**dense, "b": numbers(F)}),
                ("affine_backward", {"dout": numbers(N, F), **dense}),
                ("relu_forward", {"x": x}),
                ("relu_backward", {"dout": numbers(N, C, H, W), "x": x}),
                ("im2col", {"x": x, "window": [HH, WW], **geometry}),
                ("pixel_uses", {"size": [H, W], "window": [HH, WW], **geometry}),
            ]
        )
    )


@settings(deadline=None)
@given(calls())
def test_the_derivation_and_the_reference_agree(call):
    convref = pytest.importorskip("convref")
    name, arguments = call
    positional = [value for key, value in arguments.items() if key not in ("stride", "pad", "boundary")]
    keywords = {key: value for key, value in arguments.items() if key in ("stride", "pad", "boundary")}
    if name == "conv_forward":
        positional = [arguments["x"], arguments["w"], arguments["b"]]
    answer = getattr(convref, name)(*positional, **keywords)
    answer = as_written(name, {"columns": answer}) if name == "im2col" else answer
    numbers = [float(number) for number in derived(explained(name, **arguments))]
    assert numbers == pytest.approx([float(n) for n in stated(answer)], abs=1e-12)
