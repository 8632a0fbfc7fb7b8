"""The sum that a function computes is found by running it, and what is told of it is true."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest

from grader.grading.diagnosis import sums
from grader.grading.diagnosis.sums_inputs import MOST, SIZES, inputs_of
from grader.grading.diagnosis.sums_told import MOST_RUNS, told
from grader.model import Case, Outcome
from tests.grader.test_terms import evaluate
from tests.topics import FAMILIES, OPERATIONS

SHAPES = {"x": (2, 3), "w": (4,), "b": ()}
CHOSEN = sums.Chosen(SHAPES, (("x", "w"), ("b", "w")))
Answer = Callable[[Case], Mapping[str, object]]


def arrays(seed: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {name: random.integers(-9, 10, shape).astype(float) for name, shape in SHAPES.items()}


def found_by(function: Callable[[Mapping[str, np.ndarray]], np.ndarray]) -> sums.Sum | None:
    """Return the sum behind a function of three arrays."""
    answers = [function(CHOSEN.arrays(key)) for key in CHOSEN.keys]
    return sums.recovered(CHOSEN, answers, [(arrays(seed), function(arrays(seed))) for seed in (0, 1)])


@pytest.mark.parametrize("part", [1, 3, 4, 6, 9])
def test_any_sum_of_products_is_found(part: int) -> None:
    random = np.random.default_rng(part)
    for _ in range(60):
        factors = random.integers(-6, 7, (5, len(CHOSEN.products))) * (random.random((5, len(CHOSEN.products))) < 0.2)
        one = found_by(lambda given, of=factors / part: (of @ CHOSEN.values(given)).reshape(5))
        assert one is not None
        assert (one.factors == factors / part).all()


@pytest.mark.parametrize(
    "function",
    [
        lambda given: np.maximum(given["x"], 0),
        lambda given: given["x"] ** 2,
        lambda given: given["x"] / (1 + abs(given["w"]).sum()),
        lambda given: np.sort(given["x"], axis=None),
        lambda given: given["x"][:, :1] * given["x"][:, 1:],
        lambda given: 1000 * given["x"],
        lambda given: np.full(3, np.nan),
    ],
)
def test_what_is_no_such_sum_is_none(function: Callable[[Mapping[str, np.ndarray]], np.ndarray]) -> None:
    with np.errstate(all="ignore"):
        assert found_by(function) is None


def test_reference_is_taken_apart() -> None:
    found = {id for id, operation in OPERATIONS.items() if inputs_of(operation)}
    assert found >= {"conv_forward", "conv_backward", "avg_pool_forward", "max_pool_backward", "affine_backward"}
    assert found >= {"correlate_image", "correlate_backward", "box_filter", "box_mean", "relu_backward", "im2col"}
    assert not found & {"softmax_loss", "numerical_gradient", "sgd_step", "find_filter", "predict"}


# --------------------------------------------------------------------------------------- told


class Asked:
    """Runs the inputs that are asked for, and counts them."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.counts: list[int] = []

    def __call__(self, cases: Sequence[Case]) -> list[tuple[Case, Outcome]]:
        self.counts.append(len(cases))
        return [(case, Outcome(status="returned", function="f", answers=self.answer(case))) for case in cases]


def by_model(exercise: str, *knobs: str) -> Answer:
    """Return what somebody with some beliefs answers."""
    family, operation = FAMILIES[exercise], OPERATIONS[exercise]
    by_id = {one.id: one.settings[0] for one in family.misconceptions}
    on = frozenset().union(*(by_id[knob] for knob in knobs))

    def answer(case: Case) -> Mapping[str, object]:
        found = {}
        for output in operation.returns:
            try:
                found[output] = family.model(exercise, case.arguments, case.sizes, output, on)
            except (ValueError, IndexError):
                continue
        return found

    return answer


def hint(exercise: str, *knobs: str, output: str = "") -> str:
    """Return what is told of the sums that somebody with some beliefs computes."""
    operation = OPERATIONS[exercise]
    asked = Asked(by_model(exercise, *knobs))
    diagnoses = told(operation, [output] if output else operation.returns, "", asked)
    assert asked.counts[0] <= len(SIZES)
    assert len(asked.counts) <= 2
    assert sum(asked.counts[1:]) <= max(MOST_RUNS, MOST + 2)
    for one in diagnoses:
        shown = one.smallest
        assert shown is not None
        for terms, value in ((shown.terms, shown.want), (shown.own_terms, shown.got)):
            if not terms[-1].startswith("…"):
                assert sum(map(evaluate, terms)) == pytest.approx(value)
    return diagnoses[0].hint if diagnoses else ""


@pytest.mark.parametrize(
    ("exercise", "knob", "output", "said"),
    [
        ("conv_forward", "kernel-flipped", "out", "meet the columns of x in reverse order"),
        ("conv_forward", "stride-ignored", "out", "with each of the rows of out, the row of x moves by"),
        ("conv_forward", "bias-for-every-channel", "out", "all products are right, and b is counted"),
        ("conv_forward", "last-channel-only", "out", "the channels of w"),
        ("conv_backward", "dx-assigned", "dx", "every wrong sum has products with one place of dout alone"),
        ("conv_backward", "dx-kernel-turned", "dx", "in reverse order"),
        ("conv_backward", "dw-turned", "dw", "reverse order"),
        ("conv_backward", "backward-stride-ignored", "dx", "moves by"),
        ("affine_backward", "divided-by-the-batch", "dw", "every wrong sum has the right terms"),
        ("correlate_backward", "dx-flipped", "dx", "reverse order"),
        ("avg_pool_backward", "window-overwritten", "dx", "one term alone, the last"),
        ("max_pool_backward", "gradient-assigned", "dx", "one term alone, the last"),
        ("relu_backward", "mask-alone", "dx", "dout has no part in your wrong numbers"),
        ("gaussian_blur", "blur-by-nine", "out", "the right terms, each of them 1.77778 times"),
    ],
)
def test_sentence_agrees_with_the_belief(exercise: str, knob: str, output: str, said: str) -> None:
    assert said in hint(exercise, knob, output=output)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (lambda x, due: -due, "every wrong sum is right but for its sign"),
        (lambda x, due: np.broadcast_to(due[:, :, :1, :], due.shape), "rows of out that are wrong hold what is due"),
        (lambda x, due: np.broadcast_to(x.max(axis=(2, 3), keepdims=True), due.shape), "is a larger entry of x than"),
        (lambda x, due: np.broadcast_to(x.min(axis=(2, 3), keepdims=True), due.shape), "is a smaller entry of x than"),
        (lambda x, due: 0 * due, "nothing is added up where your numbers are wrong"),
        (lambda x, due: due * due, ""),
        (lambda x, due: due + x.mean(), ""),
    ],
)
def test_which_entry_stands_for_the_largest(answer: Callable[..., np.ndarray], said: str) -> None:
    right = by_model("max_pool_forward")
    asked = Asked(lambda case: {"out": answer(case.arguments["x"], right(case)["out"])})
    diagnoses = told(OPERATIONS["max_pool_forward"], ("out",), "", asked)
    assert bool(diagnoses) == bool(said)
    assert all(said in one.hint for one in diagnoses)


def test_wrong_shape_with_right_numbers() -> None:
    right = by_model("conv_forward")
    smaller = Asked(lambda case: {"out": right(case)["out"][:, :, :-1]})
    (one,) = told(OPERATIONS["conv_forward"], ("out",), "", smaller)
    assert "the shape alone is wrong" in one.hint
    empty = Asked(lambda case: {"out": right(case)["out"][:0]})
    assert told(OPERATIONS["conv_forward"], ("out",), "", empty) == ()


@pytest.mark.parametrize("exercise", ["edge_detection", "correlate_image", "conv_forward", "affine_forward"])
@pytest.mark.parametrize("sign", [1, -1])
def test_what_is_cut_off_is_no_sum(exercise: str, sign: int) -> None:
    right = by_model(exercise)
    cut = Asked(lambda case: {"out": sign * np.maximum(sign * right(case)["out"], 0)})
    assert told(OPERATIONS[exercise], ("out",), "", cut) == ()


def test_two_mistakes_are_told_apart() -> None:
    turned = by_model("conv_forward", "kernel-flipped")

    def answer(case: Case) -> Mapping[str, object]:
        b = case.arguments["b"]
        return {"out": turned(case)["out"] + 2 * b[None, :, None, None]}

    assert "reverse order" in told(OPERATIONS["conv_forward"], ("out",), "", Asked(answer))[0].hint


@pytest.mark.parametrize("exercise", ["conv_forward", "conv_backward", "avg_pool_forward", "affine_backward"])
def test_nothing_is_told_of_right_work(exercise: str) -> None:
    asked = Asked(by_model(exercise))
    assert told(OPERATIONS[exercise], OPERATIONS[exercise].returns, "", asked) == ()
    assert len(asked.counts) == 1


LIES: Sequence[Answer] = (
    lambda case: {"out": np.full((1, 2, 2, 2), np.nan)},
    lambda case: {"out": np.ones(3), "other": 1},
    lambda case: {"out": "a text"},
    lambda case: {"out": np.zeros((len(case.id), 1, 1, 1))},
    lambda case: {"out": np.full((3, 3, 3, 3), hash(case.id) % 7)},
    lambda case: {"out": np.full((1, 2, 2, 2), 1e300)},
    lambda case: {"out": np.zeros((0, 2, 2, 2))},
    lambda case: {"out": np.array([[[["1"]]]])},
    lambda case: {},
)


@pytest.mark.parametrize("number", range(len(LIES)))
def test_lies_mislead_nobody_else(number: int) -> None:
    for one in told(OPERATIONS["conv_forward"], ("out",), "", Asked(LIES[number])):
        assert one.hint
