"""Cases find bugs because of what they are: small integers, kernels without symmetry, sizes that differ."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cases import draw_cases, has_symmetry, written
from grader.errors import AuthorError
from grader.grading import plan
from grader.model import CaseSpec
from grader.operations import OPERATIONS
from grader.operations.operation import EXACT_BELOW

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
            if case.id == "slide-sharpen":
                continue  # the slides' kernels are all symmetric
            for name, array in case.arguments.items():
                assert (array == np.round(array)).all()
                if name in planned.operation.kernels and case.raises is None:
                    assert (array != 0).all()
                    assert not has_symmetry(array)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_order_of_summation_is_exact_in_single_precision(conv_layer, seed: str) -> None:
    for planned in plan(conv_layer, seed).exercises:
        for expected in planned.expected.values():
            for due in expected.values():
                assert due.exact
                assert (due.absolute < EXACT_BELOW).all()
                assert (due.value == np.round(due.value)).all()


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
    with pytest.raises(AuthorError, match="no legal draw"):
        list(draw_cases(replace(RANDOM, sizes={**RANDOM.sizes, "H": (1, 2), "HH": (8, 9), "pad": 0}), FORWARD, "a"))


def test_a_call_is_written_as_a_person_would() -> None:
    (case,) = draw_cases(replace(FIXED, dtype="float32", layout="strided"), FORWARD, "a")
    assert written(case.calls[0]) == (
        "conv_forward(x (2, 3, 5, 6) float32, every second element, w (4, 3, 3, 2) float32, every second element, "
        "b (4,) float32, every second element, conv_param={'stride': 2, 'pad': 1})"
    )
