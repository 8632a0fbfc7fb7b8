"""Cases find bugs because of what they are: small multiples of a unit, kernels without symmetry, sizes that differ."""

import hashlib
import itertools
import math
import struct
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.assignment import load_assignment
from grader.errors import AuthorError
from grader.grading.cases import (
    UNITS,
    _integers,
    _picked,
    _shuffled,
    _values,
    case_ids,
    draw_cases,
    has_symmetry,
    written,
    written_after,
)
from grader.grading.grade import _due, plan
from grader.model import CaseSpec
from grader.topics.loading import assignments_folder
from grader.topics.operation import EXACT_BELOW, are_multiples
from tests.topics import OPERATIONS

SEEDS = ("a", "b", "c", "d", "e")
FIXED = CaseSpec(
    id="fixed",
    exercises=("conv_forward",),
    why="",
    sizes={"N": 2, "C": 3, "H": 5, "W": 6, "F": 4, "HH": 3, "WW": 2, "stride": 2, "pad": 1},
)
RANDOM = replace(FIXED, id="random", count=5, sizes={**FIXED.sizes, "H": (1, 9), "HH": (1, 9), "pad": (0, 2)})
FORWARD, BACKWARD = OPERATIONS["conv_forward"], OPERATIONS["conv_backward"]


def test_the_same_seed_draws_the_same_cases_and_another_draws_others() -> None:
    (one,), (same,), (other,) = (list(draw_cases(FIXED, FORWARD, seed)) for seed in ("a", "a", "b"))
    for name in ("x", "w", "b"):
        assert np.array_equal(one.arguments[name], same.arguments[name])
        assert not np.array_equal(one.arguments[name], other.arguments[name])


def test_forward_and_backward_share_their_inputs() -> None:
    (forward,), (backward,) = list(draw_cases(FIXED, FORWARD, "a")), list(draw_cases(FIXED, BACKWARD, "a"))
    assert np.array_equal(forward.arguments["x"], backward.arguments["x"])
    assert backward.arguments["dout"].shape == (2, 4, 3, 4)


def test_random_sizes_are_legal_and_vary() -> None:
    cases = [case for seed in SEEDS for case in draw_cases(RANDOM, FORWARD, seed)]
    assert len({tuple(case.sizes.items()) for case in cases}) > 10
    for case in cases:
        shapes = {name: array.shape for name, array in case.arguments.items()}
        assert FORWARD.problem(case.sizes, shapes) is None


@pytest.mark.parametrize("seed", SEEDS)
def test_drawn_values_reveal_bugs(conv_layer, seed: str) -> None:
    for planned in plan(conv_layer, seed).exercises:
        for case in planned.cases:
            if case.id in ("slide-sharpen", "blank-filters", "no-gradient", "silent-maps"):
                continue  # given, not drawn: the slides' kernels are all symmetric
            for name, array in case.arguments.items():
                assert (array / case.unit == np.round(array / case.unit)).all()
                if name in planned.operation.kernels and case.raises is None:
                    assert (array != 0).all()
                    assert not has_symmetry(array)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_order_of_summation_is_exact_in_single_precision(conv_layer, seed: str) -> None:
    for planned in plan(conv_layer, seed).exercises:
        for expected in planned.expected.values():
            for due in expected.values():
                assert due.exact
                assert (due.absolute / due.grid < EXACT_BELOW).all()
                assert (due.value / due.grid == np.round(due.value / due.grid)).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_some_case_of_every_exercise_has_answers_that_are_not_whole(conv_layer, seed: str) -> None:
    """Cutting or rounding to integers changes every returned value of it."""
    for planned in plan(conv_layer, seed).exercises:
        (case,) = [case for case in planned.cases if case.id == "halves"]
        assert case.arguments["x"].dtype == "float64"
        for due in planned.expected[case.id].values():
            assert (due.value != np.round(due.value)).any()
            assert (due.value != np.trunc(due.value)).any()
            assert due.grid == 0.25


@pytest.mark.parametrize("unit", UNITS[:-1])  # with the least, a bias beside products is not exact
def test_values_are_multiples_of_the_unit_and_none_is_whole_below_1(unit: float) -> None:
    for seed in SEEDS:
        (case,) = draw_cases(replace(FIXED, unit=unit), BACKWARD, seed)
        assert case.unit == unit
        for array in case.arguments.values():
            assert array.dtype == "float64"
            assert (array / unit == np.round(array / unit)).all()
            assert unit >= 1 or (array != np.round(array)).all()
        for due in _due(case, BACKWARD).values():
            assert due.grid == min(unit, unit**2)
            assert due.exact


def test_a_unit_of_1_draws_even_numbers_and_zeros_too() -> None:
    (case,) = draw_cases(FIXED, FORWARD, "a")
    assert {0, 2, -9, 9} <= set(case.arguments["x"].ravel().tolist())


def test_inputs_off_the_grid_and_sums_that_reach_the_limit_are_not_exact() -> None:
    operation = OPERATIONS["conv_single"]
    ones = {"x": np.ones((1, 1, 1)), "w": np.ones((1, 1, 1)), "b": np.array(0.0)}

    def exact(unit: float, **changed: float) -> bool:
        inputs = {name: np.full_like(array, changed.get(name, array)) for name, array in ones.items()}
        return operation.expected(inputs, {}, unit)["out"].exact

    assert exact(1)
    assert not exact(1, x=0.5)
    assert exact(0.5, x=0.5)
    assert not exact(0.5, b=0.25)
    assert not exact(1, b=np.inf)
    assert not exact(1, b=np.nan)
    assert not are_multiples(np.array(np.inf), 1)
    assert exact(1, b=EXACT_BELOW - 2)
    assert not exact(1, b=EXACT_BELOW - 1)
    assert exact(0.5, b=EXACT_BELOW / 4 - 1.5)
    assert not exact(0.5, b=EXACT_BELOW / 4 - 1)


@pytest.mark.parametrize("name", ["x", "w", "b", "dout"])
def test_what_is_not_exact_is_never_due(name: str) -> None:
    (case,) = draw_cases(FIXED, BACKWARD, "a")
    assert _due(case, BACKWARD).keys() == {"dx", "dw", "db"}
    shifted = replace(case, arguments={**case.arguments, name: case.arguments[name] + 0.5})
    with pytest.raises(AuthorError, match="fixed: dx: inputs are no multiples of 1"):
        _due(shifted, BACKWARD)


def test_every_value_that_is_too_large_is_named_at_once() -> None:
    spec = replace(FIXED, arrays={"dout": 2.0**24})
    (case,) = draw_cases(spec, BACKWARD, "a")
    with pytest.raises(AuthorError) as error:
        _due(case, BACKWARD)
    assert [problem.split(": ")[2] for problem in error.value.problems] == ["dx", "dw", "db"]
    assert all("terms add up to" in problem for problem in error.value.problems)


def test_terms_have_all_their_digits() -> None:
    sizes = {"C": 1, "HH": 1, "WW": 1}
    spec = replace(
        FIXED, exercises=("conv_single",), sizes=sizes, unit=0.125, arrays={"x": 4321.125, "w": -1.5, "b": 0.5}
    )
    (case,) = draw_cases(spec, OPERATIONS["conv_single"], "a")
    assert OPERATIONS["conv_single"].terms(case.arguments, sizes, "out", ()) == ("-1.5*4321.125", "0.5")


@pytest.mark.parametrize(("dtype", "kind"), [("int64", int), ("float32", float), ("float64", float)])
def test_a_number_is_sent_as_one_of_the_cases_type(dtype: str, kind: type) -> None:
    spec = replace(FIXED, sizes={"C": 1, "H": 3, "W": 4, "HH": 2, "WW": 2}, dtype=dtype)
    (case,) = draw_cases(spec, OPERATIONS["conv_map"], "a")
    x, _, b = case.calls[0].arguments
    assert (x.array.dtype, type(b)) == (dtype, kind)


def test_the_design_s_list_of_legal_inputs_is_covered(conv_layer) -> None:
    """Padding 0, 1, 2 and more than needed; stride 1, 2, 3; nothing square; overlap, tiles, gaps; types, layouts."""
    (planned,) = [p for p in plan(conv_layer).exercises if p.exercise.id == "conv_forward"]
    sizes = [case.sizes for case in planned.cases if not case.id.startswith("random")]
    assert {0, 1, 2} <= {s["pad"] for s in sizes}
    assert any(s["pad"] >= s["HH"] for s in sizes)
    assert {1, 2, 3} <= {s["stride"] for s in sizes}
    for one, other in (("C", "F"), ("H", "W"), ("HH", "WW")):
        assert any(s[one] != s[other] for s in sizes)
    assert {1, 2} <= {s["N"] for s in sizes}
    for relation in (
        lambda s: s["stride"] < s["HH"],
        lambda s: s["stride"] == s["HH"],
        lambda s: s["stride"] > s["HH"],
    ):
        assert any(relation(s) for s in sizes)
    assert any((s["H"] + 2 * s["pad"] - s["HH"]) % s["stride"] for s in sizes)
    assert {"float64", "float32", "int64"} <= {str(case.arguments["x"].dtype) for case in planned.cases}
    assert {"C", "strided"} <= {case.calls[0].arguments[0].layout for case in planned.cases}


kernels = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(st.integers(-2, 2), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]).map(
        lambda flat: np.array(flat).reshape(shape)
    )
)


@given(kernels)
def test_symmetry_means_equal_to_a_flip_or_the_transpose(kernel) -> None:
    height, width = kernel.shape
    turned = [kernel[::-1], kernel[:, ::-1], kernel[::-1, ::-1]]
    if height == width:
        turned.append(kernel.T)
    proper = [other for other in turned if kernel.size > 1]
    moved = [o for o, axis in zip(proper, (height, width, min(height, width), height), strict=False) if axis > 1]
    assert has_symmetry(kernel[None]) == any(np.array_equal(kernel, other) for other in moved)


def test_an_illegal_case_that_is_legal_is_an_authors_error() -> None:
    with pytest.raises(AuthorError, match="fixed: conv_forward is legal, so nothing is to be raised"):
        list(draw_cases(replace(FIXED, raises="ValueError"), FORWARD, "a"))
    with pytest.raises(AuthorError, match=r"fixed: conv_forward is illegal: .*w has 2 channels"):
        list(draw_cases(replace(FIXED, shapes={"w": (4, 2, 3, 2)}), FORWARD, "a"))


def test_ranges_without_a_legal_draw_are_an_authors_error() -> None:
    with pytest.raises(AuthorError, match=r"no legal draw in 1000 attempts; the last: .* high but x is only"):
        list(draw_cases(replace(RANDOM, sizes={**RANDOM.sizes, "H": (1, 2), "HH": (8, 9), "pad": 0}), FORWARD, "a"))


def test_an_illegal_case_may_have_any_shapes_and_sizes() -> None:
    illegal = replace(FIXED, raises="ValueError")
    for spec in (
        replace(illegal, shapes={"b": ()}),
        replace(illegal, shapes={"w": (3,)}),
        replace(illegal, shapes={"w": ()}),
        replace(illegal, sizes={**FIXED.sizes, "H": 1, "HH": 9}),
    ):
        (case,) = draw_cases(spec, BACKWARD, "a")
        for name, shape in spec.shapes.items():
            assert case.arguments[name].shape == shape


def test_a_call_is_written_as_a_person_would() -> None:
    (case,) = draw_cases(replace(FIXED, dtype="float32", layout="strided"), FORWARD, "a")
    assert written(case.calls[0]) == (
        "conv_forward(x (2, 3, 5, 6) float32, every second element, w (4, 3, 3, 2) float32, every second element, "
        "b (4,) float32, every second element, conv_param={'stride': 2, 'pad': 1})"
    )


def test_a_case_names_a_type_for_each_array() -> None:
    spec = CaseSpec(
        id="bytes",
        exercises=("conv_map",),
        why="",
        sizes={"C": 2, "H": 9, "W": 8, "HH": 2, "WW": 3},
        unit=0.5,
        dtypes={"x": "uint8"},
    )
    (case,) = draw_cases(spec, OPERATIONS["conv_map"], "seed")
    x, w = case.arguments["x"], case.arguments["w"]
    assert (x.dtype, w.dtype) == ("uint8", "float64")
    assert x.max() > 127
    assert (w % 1 == 0.5).all()


def test_a_case_names_a_layout_for_each_array() -> None:
    spec = replace(FIXED, layouts={"x": "F"}, layout="reversed")
    (case,) = draw_cases(spec, FORWARD, "a")
    x, w, b, _ = case.calls[0].arguments
    assert (x.layout, w.layout, b.layout) == ("F", "reversed", "reversed")
    (same,) = draw_cases(FIXED, FORWARD, "a")
    assert (case.arguments["x"] == same.arguments["x"]).all()
    assert case.arguments["x"].flags.f_contiguous


FACTORS = {  # of each exercise with a product of two arrays: the arrays that hold numbers
    "conv-layer": {"conv_backward": ("x", "w", "dout")},
    "convolution-1d": {"correlate_backward": ("x", "k", "dout")},
    "fully-connected": {"affine_backward": ("x", "w", "dout")},
    "image-filters": {"learn_filter_step": ("x", "target", "k"), "correlate_image": ("x", "k")},
}


@pytest.mark.parametrize("name", FACTORS)
def test_each_factor_is_once_the_only_one_with_fractions_and_once_the_only_whole_one(name: str) -> None:
    """What is computed in the type of some of the arrays is seen where another one has the fractions."""
    specs = load_assignment(assignments_folder() / name).cases
    for exercise, factors in FACTORS[name].items():
        whole = {
            frozenset(factor for factor in factors if "int" in spec.dtypes.get(factor, spec.dtype))
            for spec in specs
            if exercise in spec.exercises and spec.unit < 1
        }
        for factor in factors:
            assert whole >= {frozenset({factor}), frozenset(factors) - {factor}}, (exercise, factor)


@given(st.text("abc/", max_size=5), st.integers(1, 40), st.integers(0, 200))
def test_numbers_that_are_drawn_at_once_are_those_that_a_stream_gives(stream: str, values: int, count: int) -> None:
    one_by_one = [10 * (number % values) for number in itertools.islice(_integers(stream), count)]
    assert _picked(range(0, 10 * values, 10), stream, count) == one_by_one


# ------------------------------------------------------------------------------- what is drawn from


def test_a_stream_is_made_of_the_digests_of_its_name() -> None:
    digests = b"".join(hashlib.sha512(f"a/x/{block}".encode()).digest() for block in range(3))
    assert list(itertools.islice(_integers("a/x"), 48)) == list(struct.unpack("<48I", digests))


@pytest.mark.parametrize("count", [1, 15, 16, 17, 32, 33])
def test_as_many_numbers_are_drawn_at_once_as_are_wanted(count: int) -> None:
    many = list(itertools.islice(_integers("s"), count))
    assert _picked(range(1 << 16), "s", count) == [number % (1 << 16) for number in many]


@given(st.integers(1, 12), st.data())
def test_shuffled_values_are_drawn_as_from_a_hat(size: int, data: st.DataObject) -> None:
    """The last value that is left takes the place of the one that was drawn."""
    values = range(100, 100 + size)
    count = data.draw(st.integers(0, size))
    numbers = data.draw(st.lists(st.integers(0, 2**32 - 1), min_size=count, max_size=count))
    hat, expected = list(values), []
    for number in numbers:
        place = number % len(hat)
        expected.append(hat[place])
        hat[place] = hat[-1]
        hat.pop()
    assert list(_shuffled(values, iter(numbers), count)) == expected


FLOAT, BYTE, INTEGER = np.dtype("float64"), np.dtype("uint8"), np.dtype("int64")
IMAGE, KERNEL = [*range(-9, 10)], [*range(-5, 0), *range(1, 6)]
DRAWN_FROM = [  # name, whether it is a kernel, unit, type, distinct entries, range; what it is drawn from
    ("x", False, 1.0, FLOAT, 0, None, IMAGE),
    ("b", False, 1.0, FLOAT, 0, None, [*range(-9, 0), *range(1, 10)]),
    ("w", True, 1.0, FLOAT, 0, None, KERNEL),
    ("x", False, 0.5, FLOAT, 0, None, [count / 2 for count in range(-9, 10, 2)]),
    ("w", True, 0.5, FLOAT, 0, None, [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5]),
    ("x", False, 8192.0, FLOAT, 0, None, [8192 * count for count in IMAGE]),
    ("x", False, 0.5, INTEGER, 0, None, IMAGE),
    ("x", False, 4.0, INTEGER, 0, None, [4 * count for count in IMAGE]),
    ("x", False, 0.5, BYTE, 0, None, [*range(256)]),
    ("x", False, 1.0, FLOAT, 9, None, IMAGE),
    ("x", False, 1.0, FLOAT, 10, None, [*range(-10, 11)]),
    ("w", True, 1.0, FLOAT, 5, None, KERNEL),
    ("w", True, 1.0, FLOAT, 6, None, [*range(-6, 0), *range(1, 7)]),
    ("x", False, 1.0, FLOAT, 0, (2, 5), [2, 3, 4, 5]),
    ("x", False, 1.0, FLOAT, 40, (-1, 1), [-1, 0, 1]),
    ("w", True, 1.0, FLOAT, 0, (0, 1), [0, 1]),
    ("x", False, 0.25, FLOAT, 0, (-1, 6), [-0.25, 0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5]),
    ("x", False, 2.0, BYTE, 0, (0, 3), [0, 2, 4, 6]),
]


@pytest.mark.parametrize(("name", "is_kernel", "unit", "dtype", "distinct", "range_", "values"), DRAWN_FROM)
def test_what_an_array_is_drawn_from(name, is_kernel, unit, dtype, distinct, range_, values) -> None:
    spec = replace(FIXED, unit=unit, ranges={name: range_} if range_ else {})
    assert list(_values(name, is_kernel, spec, dtype, distinct)) == values


def test_units_are_powers_of_two_and_one_of_them_is_one() -> None:
    assert all(math.frexp(unit)[0] == 0.5 for unit in UNITS)
    assert 1.0 in UNITS


def test_an_array_of_different_numbers_has_each_once_and_one_with_too_few_to_choose_from_repeats() -> None:
    pool, sizes = OPERATIONS["max_pool_forward"], {"N": 1, "C": 2, "H": 4, "W": 5, "HH": 2, "WW": 2, "stride": 1}
    spec = replace(FIXED, exercises=(pool.id,), sizes=sizes)
    (case,) = draw_cases(spec, pool, "a")
    numbers = case.arguments["x"].ravel().tolist()
    assert len(set(numbers)) == 40
    assert set(numbers) <= set(range(-40, 41))
    (every,) = draw_cases(replace(spec, ranges={"x": (0, 39)}), pool, "a")  # just as many as are needed
    assert sorted(every.arguments["x"].ravel().tolist()) == [*range(40)]
    (few,) = draw_cases(replace(spec, ranges={"x": (0, 38)}), pool, "a")
    assert len(set(few.arguments["x"].ravel().tolist())) < 39


def test_whole_numbers_are_drawn_up_to_both_ends_or_from_the_range_that_is_given() -> None:
    loss = OPERATIONS["softmax_loss"]
    spec = replace(FIXED, exercises=(loss.id,), sizes={"N": 60, "K": 3})
    (case,) = draw_cases(spec, loss, "a")
    assert case.arguments["y"].dtype == "int64"
    assert set(case.arguments["y"].tolist()) == {0, 1, 2}
    (given,) = draw_cases(replace(spec, ranges={"y": (1, 2)}), loss, "a")
    assert set(given.arguments["y"].tolist()) == {1, 2}


def test_a_case_of_several_is_named_by_its_number_from_1() -> None:
    assert case_ids(replace(FIXED, count=3)) == ["fixed-1", "fixed-2", "fixed-3"]
    assert case_ids(replace(FIXED, count=1)) == ["fixed-1"]
    assert case_ids(FIXED) == ["fixed"]
    assert [case.id for case in draw_cases(RANDOM, FORWARD, "a")] == case_ids(RANDOM)


def test_sizes_are_drawn_from_all_of_their_range_and_nothing_beside_it() -> None:
    spec = replace(RANDOM, count=200, sizes={**FIXED.sizes, "H": (5, 9), "N": (2, 3), "pad": (0, 2)})
    cases = list(draw_cases(spec, FORWARD, "a"))
    for symbol, values in (("H", {5, 6, 7, 8, 9}), ("N", {2, 3}), ("pad", {0, 1, 2})):
        assert {case.sizes[symbol] for case in cases} == values
    (one,) = draw_cases(replace(spec, count=1, id="one"), FORWARD, "a")
    numbers = _integers("a/one-1/sizes/0")
    drawn = {symbol: next(numbers) for symbol in sorted(spec.sizes)}
    assert (one.sizes["H"], one.sizes["N"]) == (5 + drawn["H"] % 5, 2 + drawn["N"] % 2)


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        (1.0, "1/0", "graded inputs are whole numbers"),
        (1.0, "a third", "graded inputs are whole numbers"),
        (1.0, [[1, 2], [3]], "graded inputs are whole numbers"),
        (1.0, 0.5, "graded inputs are whole numbers"),
        (0.5, 0.25, "graded inputs are multiples of the case's unit, 0.5"),
        (8192.0, 1, "graded inputs are multiples of the case's unit, 8192"),
        (1.0, [1, 2, 3], r"3 numbers do not fill the shape \(4,\)"),
        (1.0, [1, 2, 3, 4, 5], r"5 numbers do not fill the shape \(4,\)"),
    ],
)
def test_given_numbers_that_cannot_be_used_are_an_authors_error(unit: float, value: object, said: str) -> None:
    with pytest.raises(AuthorError, match=f"fixed: arrays.b: {said}"):
        list(draw_cases(replace(FIXED, unit=unit, arrays={"b": value}), FORWARD, "a"))


def test_given_numbers_fill_an_array_in_order_and_a_single_one_all_of_it() -> None:
    (case,) = draw_cases(replace(FIXED, unit=0.5, arrays={"b": [[1, "1/2"], [-1.5, 0]], "w": 2}), FORWARD, "a")
    assert case.arguments["b"].tolist() == [1, 0.5, -1.5, 0]
    assert (case.arguments["w"] == 2).all()
    assert case.arguments["w"].shape == (4, 3, 3, 2)


ALIKE = [
    ("upside down", [[1, 2], [3, 4], [1, 2]], True),
    ("left to right", [[1, 2, 1], [3, 4, 3]], True),
    ("both, and neither alone", [[1, 2, 3], [3, 2, 1]], True),
    ("both, of two", [[1, 2], [2, 1]], True),
    ("transposed", [[1, 2], [2, 3]], True),
    ("transposed, of three", [[1, 2, 4], [2, 3, 5], [4, 5, 6]], True),
    ("a row", [[1, 2, 1]], True),
    ("a column", [[1], [2], [1]], True),
    ("smaller than its flip nowhere", [[1, 2], [3, 5]], False),
    ("a row without", [[1, 2]], False),
    ("a column without", [[2], [1]], False),
    ("a single number", [[7]], False),
]


@pytest.mark.parametrize(("kernel", "is_alike"), [row[1:] for row in ALIKE], ids=[row[0] for row in ALIKE])
def test_a_kernel_that_cannot_show_a_flip_is_known(kernel: list[list[int]], is_alike: bool) -> None:
    without = np.arange(1.0, 1 + np.size(kernel)).reshape(np.shape(kernel))
    assert has_symmetry(np.array(kernel)) == is_alike
    assert has_symmetry(np.array([without, kernel, without])) == is_alike  # one of several is enough
    assert not has_symmetry(np.zeros((2, 0, 3)))
    assert not has_symmetry(np.zeros(3))


def test_a_backward_call_says_what_its_forward_call_was_given() -> None:
    (case,) = draw_cases(FIXED, BACKWARD, "a")
    forward, backward = case.calls
    assert written_after(forward, case) == written(forward)
    assert written_after(backward, case) == f"conv_backward(dout (2, 4, 3, 4), cache) after {written(forward)}"
    alone = replace(case, calls=(backward,))
    assert written_after(backward, alone) == written(backward)
    thrice = replace(case, calls=(forward, replace(forward, function="another"), backward))
    assert written_after(backward, thrice).endswith(f"after {written(forward)}")


def test_a_number_is_written_with_all_its_digits_and_a_whole_one_as_it_is() -> None:
    spec = replace(FIXED, sizes={"C": 1, "H": 3, "W": 4, "HH": 2, "WW": 2}, unit=2.0**-30, arrays={"b": "1/1073741824"})
    (case,) = draw_cases(spec, OPERATIONS["conv_map"], "a")
    assert written(case.calls[0]).endswith("b=9.3132257461547852e-10)")
    (whole,) = draw_cases(replace(spec, unit=1.0, arrays={"b": 3}, dtype="int64"), OPERATIONS["conv_map"], "a")
    assert written(whole.calls[0]) == "conv_map(x (1, 3, 4) int64, w (1, 2, 2) int64, b=3)"
