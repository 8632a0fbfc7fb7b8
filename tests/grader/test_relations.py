"""A relation between what came and what is due is found where it holds, and in no wrong answer that has none."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from grader.grading.diagnosis import suspect
from grader.grading.diagnosis.facts import fact
from grader.grading.diagnosis.facts_of_relations import relation, relations
from grader.grading.diagnosis.trials import Trial, trials_of
from grader.languages import ENGLISH, LANGUAGES
from grader.languages.loading import load_catalogue
from grader.model import Call, Case, Expected, Laid, Outcome
from tests.grader.test_diagnosis import RAISED, legal, planned
from tests.topics import FAMILIES

SIZES = (
    {"N": 2, "C": 1, "F": 4, "H": 5, "W": 6, "HH": 3, "WW": 2, "pad": 1, "stride": 2, "L": 9},
    {"N": 3, "C": 2, "F": 3, "H": 4, "W": 7, "HH": 2, "WW": 3, "pad": 2, "stride": 1, "L": 8},
    {"N": 4, "C": 3, "F": 2, "H": 6, "W": 4, "HH": 1, "WW": 2, "pad": 3, "stride": 1, "L": 10},
)
SHAPES = {
    "x": ("N", "C", "H", "W"),
    "w": ("F", "C", "HH", "WW"),
    "b": ("F",),
    "out": ("N", "F", "H", "W"),
    "big": ("N", "C", "L", "L"),
}
Wrong = Callable[[np.ndarray, dict[str, int], dict[str, np.ndarray]], object]


def trials(of: str, wrong: Wrong, seed: int = 0) -> list[Trial]:
    """Return three cases in which an array of some sizes is due, and what came is made of it."""
    random = np.random.default_rng(seed)
    pairs, expected = [], {}
    for at, sizes in enumerate(SIZES):
        arrays = {name: random.integers(-9, 10, [sizes[s] for s in axes]) * 1.0 for name, axes in SHAPES.items()}
        due = random.integers(-600, 601, arrays[of].shape) * 1.0
        arguments = {name: array for name, array in arrays.items() if name not in ("out", "big")}
        case = Case(id=str(at), exercise="other", why="", sizes=sizes, arguments=arguments, calls=())
        came = np.asarray(wrong(due, sizes, arguments), float)
        expected[case.id] = {"out": Expected(value=due, absolute=np.ones(1), count=0, norm=1.0, exact=True)}
        pairs.append((case, Outcome(status="returned", function="other", returned=1, answers={"out": came})))
    return trials_of(pairs, expected, "out")


def moved(due: np.ndarray, down: int, right: int) -> np.ndarray:
    """Return an array with everything moved, and 0 where nothing came from."""
    high, wide = due.shape[-2:]
    frame = np.pad(due, [(0, 0)] * (due.ndim - 2) + [(abs(down), abs(down)), (abs(right), abs(right))])
    top, left = abs(down) - down, abs(right) - right
    return frame[..., top : top + high, left : left + wide]


def test_an_argument_is_called_what_the_student_calls_it() -> None:
    seen = trials("x", lambda due, sizes, given: due + given["x"])
    ours = fact(seen, [])
    for trial in seen:
        last = Laid(array=trial.case.arguments["x"].transpose(0, 2, 3, 1))
        call = Call(function="pool", arguments=(last, 2), names=("A_prev", "f"), returns=("out",))
        object.__setattr__(trial, "case", dataclasses.replace(trial.case, calls=(call,)))
    assert ours is not None
    assert "at its place in x." in ours
    assert fact(seen, []) == ours.replace("in x.", "in A_prev.")


def first_alone(due: np.ndarray) -> np.ndarray:
    return np.concatenate([due[:1], np.zeros_like(due[1:])])


@pytest.mark.parametrize(
    ("of", "wrong", "said"),
    [
        ("w", lambda due, s, a: due + 0.1 * a["w"], "too large by 0.1 times the one at its place in w"),
        ("w", lambda due, s, a: due - 2 * a["w"], "too small by 2 times the one at its place in w"),
        ("out", lambda due, s, a: due + a["b"][:, None, None], "number of filter i is too large by 1 times b[i]"),
        ("out", lambda due, s, a: due - a["b"][:, None, None], "number of filter i is too small by 1 times b[i]"),
        ("x", lambda due, s, a: due[..., ::-1], "with its columns in reverse order"),
        ("x", lambda due, s, a: due[::-1], "with its images in reverse order"),
        ("w", lambda due, s, a: due[..., ::-1, ::-1], "turned by half a turn"),
        ("b", lambda due, s, a: due[::-1], "with its entries in reverse order"),
        ("x", lambda due, s, a: np.roll(due, 1, -2), "one row too late; those at the end"),
        ("b", lambda due, s, a: np.roll(due, -1), "one entry too early"),
        ("x", lambda due, s, a: moved(due, 0, -1), "one column too early, with 0 at the end"),
        ("x", lambda due, s, a: moved(due, s["pad"], s["pad"]), "down and to the right by the padding, with 0"),
        ("x", lambda due, s, a: moved(due, -(s["HH"] // 2), -(s["WW"] // 2)), "to the left by half the window"),
        ("x", lambda due, s, a: first_alone(due), "only image 0 is right; all others hold 0"),
        ("w", lambda due, s, a: first_alone(due), "only filter 0 is right; all others hold 0"),
        ("x", lambda due, s, a: first_alone(due[::-1])[::-1], "only the last of the images is right"),
        ("x", lambda due, s, a: np.repeat(due[:1], len(due), 0), "image 0 is right, and all other images are copies"),
        (
            "out",
            lambda due, s, a: np.repeat(due[:, -1:], s["F"], 1),
            "the last of the filters is right, and all others",
        ),
        (
            "x",
            lambda due, s, a: np.repeat(due.sum(0, keepdims=True), len(due), 0),
            "all images are alike: each holds the",
        ),
        ("out", lambda due, s, a: due.cumsum(0), "each of the images holds the sum of the right ones up to its place"),
        ("b", lambda due, s, a: due.cumsum(), "each of the entries holds the sum of the right ones"),
        ("out", lambda due, s, a: due**2, "the square of the right one"),
        ("out", lambda due, s, a: np.sign(due), "only the sign is left"),
        ("out", lambda due, s, a: np.clip(due, 0, 1), "what is above 1 is 1"),
        ("out", lambda due, s, a: 255 - due, "255 less the right one"),
        ("out", lambda due, s, a: due / due.max(), "divided by the largest of the right ones"),
        ("out", lambda due, s, a: due - due.mean(), "the mean of the right numbers is taken away"),
        ("out", lambda due, s, a: (due - due.min()) / np.ptp(due) * 255, "spread from 0 to 255"),
        ("w", lambda due, s, a: due / s["N"], "the right one divided by N"),
        ("out", lambda due, s, a: due * s["HH"] * s["WW"], "HH · WW times the right one"),
        ("out", lambda due, s, a: due * a["w"].sum(), "multiplied by the sum of w"),
        ("x", lambda due, s, a: due[0], "image 0 of the right answer alone"),
        ("x", lambda due, s, a: due.sum(0), "summed over its images"),
        ("out", lambda due, s, a: due.mean(1), "the mean of the right answer over its filters"),
        ("x", lambda due, s, a: due.reshape(len(due), -1), "right and in their order, in another shape"),
        ("big", lambda due, s, a: due[..., s["pad"] : -s["pad"], s["pad"] : -s["pad"]], "as many rows and columns as"),
        ("big", lambda due, s, a: due[..., : -2 * s["pad"], : -2 * s["pad"]], "twice as many as the padding"),
        ("out", lambda due, s, a: due[..., :-1, :-1], "the last row and the last column are missing"),
        ("out", lambda due, s, a: due[..., 1:-1, 1:-1], "the outermost rows and columns are missing"),
    ],
)
def test_a_relation_that_holds_in_every_case_is_said(of: str, wrong: Wrong, said: str) -> None:
    for seed in range(3):
        assert said in str(fact(trials(of, wrong, seed), ()))


@pytest.mark.slow
@pytest.mark.parametrize("of", ["x", "w", "b", "out"])
def test_a_wrong_answer_without_a_reason_has_no_relation(of: str) -> None:
    random = np.random.default_rng(7)

    def anything(due: np.ndarray, s: dict[str, int], a: dict[str, np.ndarray]) -> np.ndarray:
        value = random.integers(-3, 4, due.shape) * 1.0
        return [value, value * (random.random(due.shape) < 0.3), due + value, np.where(value > 0, due, value)][turn % 4]

    def of_another_shape(due: np.ndarray, s: dict[str, int], a: dict[str, np.ndarray]) -> np.ndarray:
        shape = [[*due.shape, 1], [due.size], due.shape[1:], [n + 1 for n in due.shape]][turn % 4]
        return random.integers(-3, 4, shape) * 1.0

    for turn in range(60):
        assert relation(trials(of, anything, turn)) is None
        assert relation(trials(of, of_another_shape, turn)) is None


def test_a_relation_of_two_cases_that_fails_the_third_is_not_said() -> None:
    turned = trials("x", lambda due, s, a: due[..., ::-1])
    other = trials("x", lambda due, s, a: due + a["x"] ** 2)
    assert relation([*turned[:2], other[2]]) is None
    assert relation(turned[:1]) is None  # one case may be chance


def test_what_stands_along_an_axis_is_named_only_where_the_sizes_leave_no_doubt() -> None:
    found = trials("w", lambda due, s, a: first_alone(due))
    unclear = [trial for trial in found if trial.case.sizes["N"] == trial.case.sizes["F"]]  # the second alone
    assert len(unclear) == 1
    assert relation(unclear * 2) is None


def test_a_single_number_and_zeros_show_no_relation() -> None:
    assert relation(trials("b", lambda due, s, a: np.zeros(due.shape))) is None
    assert relation(trials("b", lambda due, s, a: due.sum())) is None  # three numbers may have another reason


@pytest.mark.parametrize("language", sorted({*LANGUAGES} - {ENGLISH}))
def test_every_relation_is_said_in_each_language(language: str) -> None:
    catalogue = load_catalogue(language, ())
    every = [
        sentence
        for of in ("x", "w", "b")
        for wrong in (lambda due, s, a, of=of: due + 0.5 * a[of], lambda due, s, a: due[None])
        for _, sentence in relations(trials(of, wrong))
    ]
    assert len(set(every)) > 100
    for sentence in set(every):
        assert catalogue.say(sentence) != sentence
    assert catalogue.missing == set()


def test_zeros_beside_many_errors_are_a_fact_and_no_belief() -> None:
    pairs = []
    for case in legal("conv_backward"):
        sizes = case.sizes
        if sizes["pad"]:
            continue
        answers = {"dw": np.zeros(case.arguments["w"].shape)}
        outcome = Outcome(status="returned", function="conv_backward", returned=1, answers=answers)
        if sizes["HH"] * sizes["WW"] > 1 or sizes["stride"] > 1:  # beyond the end of an array of zeros
            outcome = Outcome(status="raised", function="conv_backward", raised=RAISED)
        pairs.append((case, outcome))
    expected = {name: {"dw": due["dw"]} for name, due in planned("conv_backward").expected.items()}
    (found,) = suspect(FAMILIES["conv_backward"], "conv_backward", pairs, expected)
    assert [one.name for one in found.explanations] == []
    assert "all its numbers are 0" in str(fact([trial for trial in found.trials if not trial.is_right], ()))
