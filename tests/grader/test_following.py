"""Following, in this process: functions of one's own as forward passes, gradients that are theirs or nearly are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from grader.grading import follow_through
from grader.grading.cases import draw_cases
from grader.grading.follow_through import SMALL, credited, differences, follows
from grader.grading.own_forward import Forward, Pair
from grader.model import Case, CaseSpec, Outcome
from tests.topics import OPERATIONS

Function = Callable[[Mapping[str, np.ndarray]], object]


def case_of(exercise: str, name: str = "one", **sizes: int) -> Case:
    spec = CaseSpec(id=name, exercises=(exercise,), why="", sizes=sizes)
    (case,) = draw_cases(spec, OPERATIONS[exercise], "seed")
    return case


DENSE = case_of("affine_backward", N=2, C=1, H=1, W=3, M=2)
LARGER = case_of("affine_backward", "two", N=3, C=2, H=1, W=2, M=3)
LOSS = case_of("softmax_loss", N=2, K=3)
DOUT = DENSE.arguments["dout"].astype(float)
X, W = (DENSE.arguments[name].astype(float) for name in ("x", "w"))
ROWS = X.reshape(len(X), -1)


def runs(function: Function, output: str = "out") -> Callable[[Sequence[Case]], list[Pair]]:
    """Return what runs a function as a student's forward pass."""

    def run(cases: Sequence[Case]) -> list[Pair]:
        found = []
        for case in cases:
            answers = {output: function({name: np.asarray(array, float) for name, array in case.arguments.items()})}
            found.append((case, Outcome(status="returned", function="f", answers=answers, returned=2)))
        return found

    return run


def forward(function: Function) -> Forward:
    return Forward(OPERATIONS["affine_backward"], DENSE, runs(function))


def product(point: Mapping[str, np.ndarray]) -> np.ndarray:
    return point["x"].reshape(len(point["x"]), -1) @ point["w"]


def doubled(point: Mapping[str, np.ndarray]) -> np.ndarray:
    """A wrong layer: everything twice."""
    return 2 * product(point)


def cut(point: Mapping[str, np.ndarray]) -> np.ndarray:
    """A wrong layer: cut at 0, so linear in small steps only."""
    return np.maximum(product(point), 0)


def squared(point: Mapping[str, np.ndarray]) -> np.ndarray:
    """A wrong layer: smooth, and nowhere linear."""
    return product(point) ** 2


WRONG_LAYERS = {
    "doubled": (doubled, (2 * DOUT @ W.T).reshape(X.shape)),
    "cut": (cut, ((DOUT * (ROWS @ W > 0)) @ W.T).reshape(X.shape)),
    "cut, and a third of it": (lambda point: 0.3 * cut(point), (0.3 * (DOUT * (ROWS @ W > 0)) @ W.T).reshape(X.shape)),
    "squared": (squared, ((DOUT * 2 * (ROWS @ W)) @ W.T).reshape(X.shape)),
}


# -------------------------------------------------------------------------------- derivatives


@pytest.mark.parametrize(("function", "dx"), WRONG_LAYERS.values(), ids=WRONG_LAYERS)
def test_the_derivative_of_a_wrong_layer_follows_and_one_other_entry_does_not(
    function: Function, dx: np.ndarray
) -> None:
    assert follows(forward(function), dx, "x")
    for place in np.ndindex(dx.shape):
        for off in (1.0, -0.5):
            other = dx.copy()
            other[place] += off
            assert not follows(forward(function), other, "x")
    assert not follows(forward(function), -dx, "x")
    assert not follows(forward(function), 0 * dx, "x")


@pytest.mark.parametrize(("function", "dx"), WRONG_LAYERS.values(), ids=WRONG_LAYERS)
def test_a_gradient_of_another_shape_or_without_an_end_follows_from_nothing(function: Function, dx: np.ndarray) -> None:
    ends = [np.where(dx == dx.max(), end, dx) for end in (np.nan, np.inf)]
    for bad in (dx[:1], dx.T, dx[None], *ends):
        assert not follows(forward(function), bad, "x")


def test_rounding_is_borne_and_no_more() -> None:
    dx = WRONG_LAYERS["doubled"][1]
    assert follows(forward(doubled), dx * (1 + 1e-12), "x")
    assert not follows(forward(doubled), dx * (1 + 1e-7), "x")
    slope = WRONG_LAYERS["squared"][1]
    assert follows(forward(squared), slope * (1 + 1e-8), "x")
    assert not follows(forward(squared), slope * (1 + 1e-3), "x")


def test_a_function_that_does_not_answer_or_changes_its_shape_is_followed_by_nothing() -> None:
    dx = WRONG_LAYERS["doubled"][1]
    for function in (
        lambda point: None,
        lambda point: doubled(point) if not np.any(point["x"]) else None,
        lambda point: doubled(point)[:1],
        lambda point: doubled(point) if not np.any(point["x"]) else doubled(point).T[:, :, None],
    ):
        assert not follows(forward(function), dx, "x")


def test_differences_are_those_to_the_origin() -> None:
    steps = [np.ones_like(X), 2 * np.ones_like(X)]
    one, two = differences(forward(doubled), "x", X, steps)
    assert np.array_equal(one, 2 * np.ones_like(ROWS) @ W)
    assert np.array_equal(two, 2 * one)
    assert differences(forward(lambda point: None), "x", X, steps) is None
    assert differences(forward(lambda point: np.ones(1 + int((point["x"] == X).all()))), "x", X, steps) is None


def test_a_step_is_small_beside_the_unit_that_inputs_are_multiples_of() -> None:
    """Cut at half of it, and the layer is still linear there."""
    assert 0 < SMALL * 99 * 2 < 0.125


def test_a_loss_needs_no_dout() -> None:
    labels = LOSS.arguments["y"]

    def loss(point: Mapping[str, np.ndarray]) -> np.ndarray:
        scores = point["x"]
        return np.log(np.exp(scores).sum(axis=1)).sum() - scores[np.arange(len(scores)), labels].sum()

    scores = LOSS.arguments["x"].astype(float)
    dx = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    dx[np.arange(len(dx)), labels] -= 1
    followed = Forward(OPERATIONS["softmax_loss"], LOSS, runs(loss, "loss"))
    assert follows(followed, dx, "x")
    assert not follows(followed, 2 * dx, "x")
    assert not follows(followed, dx / len(dx), "x")


# ------------------------------------------------------------------------------------- credit


def gradients_of(case: Case, factor: float) -> dict[str, np.ndarray]:
    """Return the gradients of a layer that multiplies by a factor too many."""
    x, w, dout = (case.arguments[name].astype(float) for name in ("x", "w", "dout"))
    rows = x.reshape(len(x), -1)
    return {"dx": factor * (dout @ w.T).reshape(x.shape), "dw": factor * rows.T @ dout, "db": 3 * dout.sum(axis=0)}


def with_bias(point: Mapping[str, np.ndarray]) -> np.ndarray:
    """A wrong layer: the product twice, the bias three times."""
    return 2 * product(point) + 3 * point["b"]


def credit(
    function: Function, factors: Sequence[float], changed: Mapping[str, object] | None = None
) -> dict[str, frozenset[str]]:
    """Return the credit for gradients at both cases, the larger one first."""
    pairs = [
        (case, Outcome(status="returned", function="f", answers={**gradients_of(case, factor), **(changed or {})}))
        for case, factor in zip((LARGER, DENSE), factors, strict=True)
    ]
    return credited(OPERATIONS["affine_backward"], OPERATIONS["affine_forward"], pairs, runs(function))


ALL = frozenset({"dx", "dw", "db"})


def test_gradients_that_follow_are_credited_case_by_case_and_name_by_name() -> None:
    assert credit(with_bias, (2, 2)) == {"one": ALL, "two": ALL}
    assert credit(with_bias, (3, 2)) == {"one": ALL, "two": frozenset({"db"})}
    assert credit(with_bias, (2, 3)) == {"one": frozenset({"db"}), "two": ALL}
    assert credited(OPERATIONS["affine_backward"], OPERATIONS["affine_forward"], [], runs(with_bias)) == {}


def test_a_gradient_that_is_missing_or_0_is_not_credited() -> None:
    assert credit(with_bias, (2, 2), {"dw": None}) == {"one": ALL - {"dw"}, "two": ALL - {"dw"}}
    flat = {"db": np.zeros(3)}
    assert credit(with_bias, (2, 2), flat) == {"one": ALL - {"db"}, "two": ALL - {"db"}}


def test_a_forward_pass_that_is_dead_or_right_nowhere_earns_nothing() -> None:
    nothing = {"dx": None, "dw": None}
    assert credit(lambda point: 0 * product(point) + point["b"], (2, 2), nothing) == {}
    assert (
        credit(lambda point: product(point)[:, ::-1] * [1, 2, 3][: len(point["b"])] + point["b"], (2, 2), nothing) == {}
    )


def test_right_gradients_need_no_credit() -> None:
    def right(point: Mapping[str, np.ndarray]) -> np.ndarray:
        return product(point) + point["b"]

    true_db = {case.id: case.arguments["dout"].astype(float).sum(axis=0) for case in (LARGER, DENSE)}
    pairs = [
        (case, Outcome(status="returned", function="f", answers={**gradients_of(case, 1), "db": true_db[case.id]}))
        for case in (LARGER, DENSE)
    ]
    assert credited(OPERATIONS["affine_backward"], OPERATIONS["affine_forward"], pairs, runs(right)) == {}


# ------------------------------------------------------------------------------ a close look

MANY_CASES = [
    case_of("affine_backward", f"case-{n}", N=n, C=1, H=1, W=3, M=2) for n in (5, 9, 2, 7, 4, 6, 3, 8, 10, 11)
]
SMALLEST = "case-2"


class Looks:
    """Stands in the place of a close look: notes what is looked at and how, and finds some cases dead."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *dead: str, right: Sequence[str] = ("case-2",)) -> None:
        self.alive: list[tuple[str, int, float]] = []
        self.right: list[str] = []

        def is_alive(forward: Forward, truth: object, most: int, share: float) -> bool:
            self.alive.append((forward.case.id, most, share))
            return forward.case.id not in dead

        def is_right_somewhere(forward: Forward, truth: object) -> bool:
            self.right.append(forward.case.id)
            return forward.case.id in right

        monkeypatch.setattr(follow_through, "is_alive", is_alive)
        monkeypatch.setattr(follow_through, "is_right_somewhere", is_right_somewhere)


def credit_of_many(*without: str) -> dict[str, frozenset[str]]:
    """Return the credit for gradients at ten cases, of which some have none."""
    pairs = [
        (case, Outcome(status="returned", function="f", answers={} if case.id in without else gradients_of(case, 2)))
        for case in MANY_CASES
    ]
    return credited(OPERATIONS["affine_backward"], OPERATIONS["affine_forward"], pairs, runs(with_bias))


EVERY = {case.id for case in MANY_CASES}


def test_the_smallest_case_is_looked_at_in_every_place_and_six_others_in_some(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(monkeypatch)
    assert credit_of_many() == dict.fromkeys(EVERY, ALL)
    assert looks.alive[0] == (SMALLEST, 100, 0.0)
    assert [how for _, *how in looks.alive[1:]] == [[5, 0.5]] * 6
    assert looks.right == [SMALLEST]  # asked until it is right once


def test_where_one_case_is_dead_all_are_looked_at_and_the_others_have_their_credit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    second = [case.id for case, _ in follow_through.by_size_and_chance([(case, None) for case in MANY_CASES])][1]  # type: ignore[misc]
    looks = Looks(monkeypatch, second)
    assert credit_of_many().keys() == EVERY - {second}
    assert {case for case, *_ in looks.alive} == EVERY


def test_where_the_smallest_case_is_dead_nothing_is_credited(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(monkeypatch, SMALLEST)
    assert credit_of_many() == {}
    assert len(looks.alive) == 1


def test_a_case_whose_gradients_do_not_follow_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    for missing in EVERY:
        looks = Looks(monkeypatch, right=("case-3", "case-4"))
        assert credit_of_many(missing).keys() == EVERY - {missing}
        assert missing not in {case for case, *_ in looks.alive}


def test_what_is_right_nowhere_is_not_credited(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = Looks(monkeypatch, right=())
    assert credit_of_many() == {}
    assert set(looks.right) == EVERY


def test_the_smallest_case_comes_first_and_all_others_follow() -> None:
    pairs: list[Pair] = [(case, Outcome(status="returned", function="f")) for case in MANY_CASES]
    for turned in range(len(pairs)):
        ordered = [case.id for case, _ in follow_through.by_size_and_chance(pairs[turned:] + pairs[:turned])]
        assert ordered[0] == SMALLEST
        assert sorted(ordered) == sorted(EVERY)


# -------------------------------------------------------------------------------- closeness


@pytest.mark.parametrize(
    ("one", "other", "relative", "is_close"),
    [
        ([0.0, 0.0], [0.0, 0.0], 1e-9, True),
        ([0.0], [0.0], 0.0, True),
        ([6.0], [3.0], 1e-3, False),
        ([1000.5], [1000.0], 1e-3, True),
        ([1001.5], [1000.0], 1e-3, False),
        ([0.5 + 0.75e-3], [0.5], 1e-3, False),  # it is relative below 1 too
        ([0.5e-6], [0.0], 1e-3, True),  # but not to nothing
        ([0.5e-3], [0.0], 1e-3, False),
        ([100.0, 1.0], [100.0, 1.05], 1e-3, True),  # to the largest
        ([np.inf], [np.inf], 1e-3, False),
    ],
)
def test_values_are_close_relative_to_the_largest(
    one: list[float], other: list[float], relative: float, is_close: bool
) -> None:
    assert follow_through._close(np.array(one), np.array(other), relative) is is_close


@pytest.mark.parametrize(
    ("left", "right", "relative", "is_same"),
    [
        ([1.0], [0.0], 1.0, True),
        ([0.1], [0.0], 0.5, False),
        ([1e-7], [0.0], 0.5, True),  # as good as nothing
        ([2.0], [1.0], 0.4, True),  # relative to both sides
        ([2.0], [1.0], 0.3, False),
        ([3.0, -2.0], [1.0, 0.0], 1e-9, True),
    ],
)
def test_both_sides_of_the_equation_agree_up_to_their_terms(
    left: list[float], right: list[float], relative: float, is_same: bool
) -> None:
    ones = np.ones(len(left))
    assert follow_through._same(np.array(left), ones, np.array(right), ones, relative) is is_same


def test_sides_of_other_shapes_are_not_compared() -> None:
    for dout, change in ((np.ones(2), np.ones(3)), (np.ones(3), np.ones(2)), (np.ones(1), np.ones(2))):
        assert not follow_through._same(np.ones(2), np.ones(2), dout, change, 1e9)


def test_values_whose_shape_differs_from_the_origins_have_no_differences() -> None:
    steps = [np.ones_like(X), 2 * np.ones_like(X)]
    for function in (
        lambda point: np.ones(1 + int((point["x"] != X).any())),
        lambda point: np.ones(1 + int((point["x"] == X + 2).all())),
    ):
        assert differences(forward(function), "x", X, steps) is None


@pytest.mark.parametrize("silent", [1, 2, 3, 4])
def test_each_set_of_steps_needs_an_answer(silent: int) -> None:
    """A smooth function is asked at zero, near the input, ahead and behind."""
    asked = []

    def run(cases: Sequence[Case]) -> list[Pair]:
        asked.append(len(cases))
        return [] if len(asked) == silent else runs(squared)(cases)

    slope = WRONG_LAYERS["squared"][1]
    assert not follows(Forward(OPERATIONS["affine_backward"], DENSE, run), slope, "x")
    assert len(asked) == (silent if silent < 3 else 4)


def test_a_function_of_whole_numbers_alone_is_followed_from_zero() -> None:
    """A layer that refuses fractions is asked at whole steps; some of the inputs are 0."""
    spec = CaseSpec(id="whole", exercises=("affine_backward",), why="", sizes={"N": 2, "C": 1, "H": 1, "W": 3, "M": 2})
    (case,) = draw_cases(replace(spec, dtypes={"x": "int64"}), OPERATIONS["affine_backward"], "seed")
    x = case.arguments["x"].copy()
    x[0], x[1, 0, 0, 0] = 0, -1
    case = replace(case, arguments={**case.arguments, "x": x})

    def run(cases: Sequence[Case]) -> list[Pair]:
        answered = [one for one in cases if one.arguments["x"].dtype.kind == "i"]
        return runs(doubled)(answered)

    dx = (2 * case.arguments["dout"].astype(float) @ case.arguments["w"].astype(float).T).reshape(x.shape)
    assert follows(Forward(OPERATIONS["affine_backward"], case, run), dx, "x")
    assert not follows(Forward(OPERATIONS["affine_backward"], case, run), dx + 1, "x")
