"""Diagnosis names a belief only if it reproduces every answer: checks of knobs, probes and facts, and of right work."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from grader.authoring.assignment import assignment_ids, load_assignment
from grader.grading import diagnosis
from grader.grading.checking import PlannedExercise, grade_exercise
from grader.grading.diagnosis import general, probes
from grader.grading.diagnosis.facts import fact
from grader.grading.diagnosis.search import MAX_SEARCH, MAX_WORK, Explanation, Model, stages, surviving
from grader.grading.diagnosis.trials import Pair, trials_of, wrong
from grader.grading.grade import Plan, plan
from grader.model import Case, Expected, Outcome, Raised
from grader.topics.loading import assignments_folder
from grader.topics.misconception import Knobs, Misconception
from tests.effort import one_in
from tests.topics import FAMILIES, OPERATIONS

HOME = {
    exercise.id: name
    for name in assignment_ids(assignments_folder())
    for exercise in load_assignment(assignments_folder() / name).exercises
}
RAISED = Raised(type="ValueError", bases=("ValueError", "Exception"), message="")
BELIEFS = {exercise: [one for one in family.misconceptions if not one.is_slip] for exercise, family in FAMILIES.items()}
SINGLE = [
    (exercise, output, one)
    for exercise in FAMILIES
    if exercise in OPERATIONS
    for one in BELIEFS[exercise]
    for output in one.outputs
    if output in OPERATIONS[exercise].returns
]
SLIPS = [
    (exercise, output, one)
    for exercise, family in FAMILIES.items()
    for one in family.misconceptions
    for output in one.outputs
    if one.is_slip
]


@cache
def plan_of(name: str) -> Plan:
    return plan(load_assignment(assignments_folder() / name))


def planned(exercise: str) -> PlannedExercise:
    return next(one for one in plan_of(HOME[exercise]).exercises if one.exercise.id == exercise)


def legal(exercise: str) -> list[Case]:
    return [case for case in planned(exercise).cases if case.raises is None]


def outcome_of(exercise: str, output: str, case: Case, knobs: Knobs) -> Outcome:
    """What somebody with these beliefs answers: one returned value is theirs, the others are right."""
    operation = planned(exercise).operation
    assert operation is not None
    value = Model(FAMILIES[exercise], exercise, output).value(case, knobs)
    if value is None:
        return Outcome(status="raised", function=exercise, raised=RAISED)
    due = {name: one.value for name, one in operation.expected(case.arguments, case.sizes, case.unit).items()}
    answers = {**due, output: value}
    return Outcome(status="returned", function=exercise, answers=answers, returned=len(answers))


def outcomes(exercise: str, output: str, knobs: Knobs) -> list[Pair]:
    return [(case, outcome_of(exercise, output, case, knobs)) for case in legal(exercise)]


def is_seen(exercise: str, output: str, pairs: Sequence[Pair]) -> bool:
    """Whether some case shows that an output is wrong, and some answer came back."""
    trials = trials_of(pairs, planned(exercise).expected, output)
    return bool(wrong(trials)) and any(trial.outcome.status == "returned" for trial in trials)


def names(suspicions: Sequence[diagnosis.Suspicion]) -> list[set[str]]:
    return [{one.name for one in suspicion.explanations} for suspicion in suspicions]


def suspected(exercise: str, output: str, knobs: Knobs) -> list[set[str]]:
    pairs = outcomes(exercise, output, knobs)
    return names(diagnosis.suspect(FAMILIES[exercise], exercise, pairs, planned(exercise).expected))


# -------------------------------------------------------------------------------- self-checks


@pytest.mark.parametrize("exercise", ["conv_single", "conv_map", "conv_forward", "conv_backward"])
@pytest.mark.parametrize("way", [(), ("slices",), ("slices", "strictly"), ("checked",)], ids="-".join)
def test_the_layers_model_is_right_without_a_slip_however_it_gets_at_its_pixels(
    exercise: str, way: tuple[str, ...]
) -> None:
    for output in OPERATIONS[exercise].returns:
        assert not is_seen(exercise, output, outcomes(exercise, output, frozenset(way)))


@pytest.mark.parametrize("exercise", [name for name in FAMILIES if "pool" in name])
def test_the_model_of_pooling_is_right_without_a_slip(exercise: str) -> None:
    for output in OPERATIONS[exercise].returns:
        assert not is_seen(exercise, output, outcomes(exercise, output, frozenset()))


@pytest.mark.parametrize(
    ("exercise", "output", "one"),
    [
        pytest.param(*values, id="-".join((*values[:2], values[2].id)), marks=one_in(4, number))
        for number, values in enumerate(SINGLE)
    ],
)
def test_a_belief_is_explained_with_itself_in_the_class_in_each_of_its_ways(
    exercise: str, output: str, one: Misconception
) -> None:
    seen = [knobs for knobs in one.settings if is_seen(exercise, output, outcomes(exercise, output, knobs))]
    assert seen or (exercise, output, one.id) in UNSEEN
    for knobs in seen:
        assert any(one.id in found for found in suspected(exercise, output, knobs)), sorted(knobs)


UNSEEN: set[tuple[str, str, str]] = set()


@pytest.mark.parametrize("step", [pytest.param(183, marks=pytest.mark.slow), pytest.param(61, marks=pytest.mark.full)])
def test_a_slip_is_explained_by_itself_or_by_what_says_the_same(step: int) -> None:
    """A sample of places and formulas: each that shows is explained, by a slip or by a belief that is one with it."""
    settings = [(exercise, output, knobs) for exercise, output, one in SLIPS for knobs in one.settings]
    seen = 0
    for exercise, output, knobs in settings[::step]:
        if is_seen(exercise, output, outcomes(exercise, output, knobs)):
            seen += 1
            assert any(suspected(exercise, output, knobs)), (exercise, output, sorted(knobs))
    assert seen > 2400 / step


@pytest.mark.parametrize("step", [pytest.param(291, marks=pytest.mark.slow), pytest.param(97, marks=pytest.mark.full)])
def test_pairs_of_beliefs_are_explained(step: int) -> None:
    """A self-check, no more, over a sample of all pairs: of every 97th 105 of 106 are explained today."""
    seen, missed = 0, []
    for exercise, output, knobs in itertools.islice(pairs_of_beliefs(), 0, None, step):
        if is_seen(exercise, output, outcomes(exercise, output, knobs)):
            seen += 1
            if not any(suspected(exercise, output, knobs)):
                missed.append((exercise, output, sorted(knobs)))
    assert seen > 5800 / step
    assert len(missed) <= 0.04 * seen, f"{len(missed)} of {seen}: {missed}"


def pairs_of_beliefs() -> Iterator[tuple[str, str, Knobs]]:
    for exercise in FAMILIES:
        for output in planned(exercise).operation.returns:  # type: ignore[union-attr]
            some = [one for one in BELIEFS[exercise] if output in one.outputs]
            for one, other in itertools.combinations(some, 2):
                yield exercise, output, one.settings[0] | other.settings[0]


# ------------------------------------------------------------------------- never said wrongly


@pytest.mark.parametrize("exercise", FAMILIES)
def test_right_work_is_not_looked_at(exercise: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    for step in ("suspect", "conclude"):
        monkeypatch.setattr(diagnosis, step, lambda *_, step=step: looked.append(step) or ())
    one = planned(exercise)
    right = {case.id for case in legal(exercise)}
    answers = [
        Outcome(
            status="returned" if case.id in right else "raised",
            function=exercise,
            returned=len(case.calls[-1].returns),
            raised=None if case.id in right else RAISED,
            answers={name: due.value for name, due in one.expected.get(case.id, {}).items()},
        )
        for case in one.cases
    ]
    report = grade_exercise(one, answers)
    assert (report.status, report.diagnosis, looked) == ("passed", (), [])


def test_a_bug_of_the_diagnosis_costs_nothing_and_leaves_a_note_and_a_traceback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    wrong_answers = [outcome for _, outcome in outcomes("conv_map", "out", frozenset({"kernel-flipped"}))]
    one = replace(planned("conv_map"), cases=tuple(legal("conv_map")))
    before = grade_exercise(one, wrong_answers)
    monkeypatch.setattr(diagnosis, "suspect", fails)
    report = grade_exercise(one, wrong_answers)
    assert before.diagnosis
    assert (report.criteria, report.diagnosis) == (before.criteria, ())
    assert report.notes == ("the grader could not explain this: ZeroDivisionError, which costs nothing",)
    assert "ZeroDivisionError: a bug" in caplog.text


def test_a_bug_of_follow_through_leaves_a_note_and_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    def fails(_: object) -> dict[str, frozenset[str]]:
        raise ZeroDivisionError("a bug")

    wrong_answers = [outcome for _, outcome in outcomes("conv_backward", "dx", frozenset({"crop-from-the-corner"}))]
    one = replace(planned("conv_backward"), cases=tuple(legal("conv_backward")))
    report = grade_exercise(one, wrong_answers, follow=fails)
    note = "the grader could not tell whether these gradients follow from your own forward pass: ZeroDivisionError"
    assert report.notes == (note,)
    assert "ZeroDivisionError: a bug" in caplog.text
    assert report.criteria == grade_exercise(one, wrong_answers).criteria


@pytest.mark.slow
@pytest.mark.parametrize("exercise", FAMILIES)
def test_noise_is_not_explained(exercise: str) -> None:
    rng = np.random.default_rng(0)
    pairs = [
        (case, replace(outcome, answers={name: v + rng.normal(size=v.shape) for name, v in outcome.answers.items()}))
        for case, outcome in outcomes(exercise, planned(exercise).operation.returns[0], frozenset())  # type: ignore[union-attr]
    ]
    assert not any(names(diagnosis.suspect(FAMILIES[exercise], exercise, pairs, planned(exercise).expected)))


def test_one_answer_that_does_not_fit_is_enough_to_say_nothing() -> None:
    pairs = outcomes("conv_map", "out", frozenset({"kernel-flipped"}))
    case, outcome = pairs[-1]
    pairs[-1] = case, replace(outcome, answers={"out": outcome.answers["out"] + 1})
    assert not any(names(diagnosis.suspect(FAMILIES["conv_map"], "conv_map", pairs, planned("conv_map").expected)))


def test_an_exercise_that_was_stopped_is_explained_by_that_alone() -> None:
    one = planned("conv_map")
    flipped = {case.id: outcome for case, outcome in outcomes("conv_map", "out", frozenset({"kernel-flipped"}))}
    raised = Outcome(status="raised", function="conv_map", raised=RAISED)
    answers = [flipped.get(case.id, raised) for case in one.cases]
    assert grade_exercise(one, answers).diagnosis[0].misconceptions == ("kernel-flipped",)
    answers[0] = Outcome(status="timed-out", function="conv_map")
    assert [found.misconceptions for found in grade_exercise(one, answers).diagnosis] == [("too-slow",)]


@pytest.mark.slow
@pytest.mark.parametrize("exercise", FAMILIES)
def test_the_search_ends_within_its_budget(exercise: str) -> None:
    """Nothing fits noise, so everything is tried; one run more may be under way when the budget is spent."""
    rng = np.random.default_rng(1)
    operation = planned(exercise).operation
    assert operation is not None
    pairs = [
        (case, replace(outcome, answers={name: v + rng.normal(size=v.shape) for name, v in outcome.answers.items()}))
        for case, outcome in outcomes(exercise, operation.returns[0], frozenset())
    ]
    for suspicion in diagnosis.suspect(FAMILIES[exercise], exercise, pairs, planned(exercise).expected):
        assert suspicion.model is not None
        assert suspicion.model.budget.spent <= MAX_SEARCH + 20


def test_an_explanation_that_the_budget_left_untried_is_none() -> None:
    one = planned("conv_map")
    (suspicion,) = diagnosis.suspect(
        FAMILIES["conv_map"], "conv_map", outcomes("conv_map", "out", frozenset({"kernel-flipped"})), one.expected
    )
    model = suspicion.model
    assert model is not None
    assert surviving(model, suspicion.explanations, suspicion.trials) == suspicion.explanations
    model.budget.spent = MAX_WORK + 1
    assert surviving(model, suspicion.explanations, suspicion.trials) == ()


# ------------------------------------------------------------------------------------- probes


def test_what_explains_another_value_is_tried_alone_before_a_belief_beside_it() -> None:
    """Otherwise a belief that changes nothing is named beside it: the knobs of a pair hold more than its first name."""
    family = FAMILIES["conv_backward"]
    first, second = (one for one in family.misconceptions if one.id in ("backward-stride-ignored", "dw-unpadded"))
    pair = Explanation((first, second), first.settings[0] | second.settings[0])
    beside = [one for kind, tried in stages(Model(family, "conv_backward", "dx"), [pair]) if kind == 3 for one in tried]
    assert (beside[0].name, beside[0].knobs) == ("backward-stride-ignored", pair.knobs)


def test_inputs_are_asked_for_that_tell_explanations_apart_and_the_answers_decide() -> None:
    """On the cases alone two beliefs explain all of dx being 0; what is wanted next shows which of them it is."""
    exercise, operation = "conv_backward", OPERATIONS["conv_backward"]
    padded = [pair for pair in outcomes(exercise, "dx", frozenset({"crop-by-one"})) if pair[0].sizes["pad"] == 2]
    suspicions = diagnosis.suspect(FAMILIES[exercise], exercise, padded, planned(exercise).expected)
    before = names(suspicions)[0]
    assert "crop-by-one" in before
    wanted = diagnosis.wanted(suspicions, operation)
    assert 0 < len(wanted) <= probes.ANY + probes.SMALL + probes.TIGHT + probes.FILLED + probes.THIN + 1
    answered = [(case, outcome_of(exercise, "dx", case, frozenset({"crop-by-one"}))) for case in wanted]
    assert "crop-by-one" in names(diagnosis.refine(suspicions, operation, answered))[0]
    others = [(case, outcome_of(exercise, "dx", case, frozenset({"crop-forgotten"}))) for case in wanted]
    assert "crop-by-one" not in names(diagnosis.refine(suspicions, operation, others))[0]


def test_what_no_explanation_survives_is_said_as_a_fact_or_not_at_all() -> None:
    exercise, operation = "conv_map", OPERATIONS["conv_map"]
    pairs = outcomes(exercise, "out", frozenset({"kernel-flipped"}))
    suspicions = diagnosis.suspect(FAMILIES[exercise], exercise, pairs, planned(exercise).expected)
    right = [(case, outcome_of(exercise, "out", case, frozenset())) for case in diagnosis.wanted(suspicions, operation)]
    found = diagnosis.conclude(diagnosis.refine(suspicions, operation, right), operation, "a slide")
    assert not any(one.misconceptions for one in found)


def test_of_a_value_that_raised_alone_no_fact_is_said_beside_what_explains_another_value() -> None:
    """All cases with a filter that is not square raise, and whole numbers do: no sizes have that in common."""
    exercise, operation = "conv_backward", OPERATIONS["conv_backward"]
    pairs = [
        (case, outcome)
        if case.sizes["HH"] == case.sizes["WW"] and case.arguments["x"].dtype.kind == "f"
        else (case, Outcome(status="raised", function=exercise, raised=replace(RAISED, type="KeyError", bases=())))
        for case, outcome in outcomes(exercise, "dx", frozenset({"crop-from-the-corner"}))
    ]
    suspicions = diagnosis.suspect(FAMILIES[exercise], exercise, pairs, planned(exercise).expected)
    assert {one.output for one in suspicions} == {"dx", "dw", "db"}
    found = diagnosis.conclude(suspicions, operation, "a slide")
    assert [(one.output, one.misconceptions[:1]) for one in found] == [("dx", ("crop-from-the-corner",))]


def test_the_smallest_input_fits_on_a_line_with_both_sums() -> None:
    exercise, operation, knobs = "conv_forward", OPERATIONS["conv_forward"], frozenset({"kernel-flipped"})
    suspicions = diagnosis.suspect(
        FAMILIES[exercise], exercise, outcomes(exercise, "out", knobs), planned(exercise).expected
    )
    answered = [(case, outcome_of(exercise, "out", case, knobs)) for case in diagnosis.wanted(suspicions, operation)]
    (found,) = diagnosis.conclude(diagnosis.refine(suspicions, operation, answered), operation, "a slide")
    smallest = found.smallest
    assert smallest is not None
    assert smallest.got != smallest.want

    def total(terms: Sequence[str]) -> float:
        return sum(float(np.prod([float(factor) for factor in term.split("*")])) for term in terms)

    assert total(smallest.terms) == smallest.want
    assert total(smallest.own_terms) == smallest.got
    assert len(smallest.terms) <= probes.READABLE
    assert "x = np.array([[[[" in smallest.code


def test_hints_are_filled_with_the_sizes_of_the_students_own_case() -> None:
    assert diagnosis.filled("{H} rows, a window of {HH}", {"H": 7, "HH": 3}) == "7 rows, a window of 3"
    assert diagnosis.filled("{D} of {H}", {"H": 7}) == "D of 7"


# ------------------------------------------------------------------------------------ general


def test_general_misconceptions_are_seen_in_outcomes_alone() -> None:
    illegal = Case(id="i", exercise="f", why="", sizes={}, arguments={}, calls=(), raises="ValueError")
    fine = replace(illegal, id="f", raises=None)
    other = Raised(type="IndexError", bases=("IndexError", "LookupError"), message="")
    shown = {
        "accepts-what-does-not-fit": (illegal, Outcome(status="returned", function="f")),
        "raises-another-error": (illegal, Outcome(status="raised", function="f", raised=other)),
        "input-modified": (fine, Outcome(status="returned", function="f", modified=("x",))),
        "too-slow": (fine, Outcome(status="timed-out", function="f")),
    }
    for name, pair in shown.items():
        assert [one.misconceptions for one in general.misconceptions([pair], "a slide")] == [(name,)]
    misspelt = replace(other, type="NameError", bases=("NameError",))
    for raised, legal in ((misspelt, "returned"), (other, "raised")):  # it has nothing to do with these arguments
        pairs = [
            (illegal, Outcome(status="raised", function="f", raised=raised)),
            (fine, Outcome(status=legal, function="f", raised=raised if legal == "raised" else None)),
        ]
        assert list(general.misconceptions(pairs, "a slide")) == []
    right = [
        (illegal, Outcome(status="raised", function="f", raised=RAISED)),
        (fine, Outcome(status="returned", function="f")),
    ]
    assert list(general.misconceptions(right, "a slide")) == []


# -------------------------------------------------------------------------------------- facts


def case_of(name: str, **sizes: int) -> Case:
    return Case(id=name, exercise="other", why="", sizes=sizes, arguments={}, calls=())


def fact_of(
    answers: dict[str, tuple[object, object]], sizes: dict[str, dict[str, int]], x: object = None
) -> str | None:
    """Return the fact about answers (what came, what was due) by case."""
    expected = {
        name: {"out": Expected(value=np.asarray(due, float), absolute=np.ones(1), count=0, norm=1.0, exact=True)}
        for name, (_, due) in answers.items()
    }
    arguments = {} if x is None else {"x": np.asarray(x, float)}
    pairs = [
        (
            replace(case_of(name, **sizes.get(name, {})), arguments=arguments),
            Outcome(status="returned", function="other", returned=1, answers={"out": np.asarray(got, float)}),
        )
        for name, (got, _) in answers.items()
    ]
    trials = trials_of(pairs, expected, "out")
    return fact(wrong(trials), [trial for trial in trials if trial.is_right])


def test_an_array_that_held_an_argument_before_is_named() -> None:
    x = [[2, -1], [0, 5]]
    assert fact_of({"a": ([[5, 0], [1, 6]], [[3, 1], [1, 1]])}, {}, x=x) == (
        "every number is too large by the one at its place in x. What does your array hold at first?"
    )
    assert fact_of({"a": ([[5, 0], [1, 7]], [[3, 1], [1, 1]])}, {}, x=x) is None


SQUARE = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


@pytest.mark.parametrize(
    ("answers", "sizes", "said"),
    [
        ({"a": ([2, 4], [1, 2]), "b": ([0, 6], [0, 3])}, {}, "2 times what it should be"),
        ({"a": ([2, 3], [1, 2]), "b": ([1, 4], [0, 3])}, {}, "1 too large"),
        ({"a": ([2.0, -1.0], [2.75, -1.5])}, {}, "whole, and less than 1 off"),
        ({"a": ([100.01, 40.02], [100, 40])}, {}, "a few digits"),
        ({"a": (np.transpose(SQUARE), SQUARE)}, {}, "mirrored along its diagonal"),
        ({"a": ([[2, 1], [4, 3], [6, 5]], [[1, 2], [3, 4], [5, 6]])}, {}, "in another order"),
        ({"a": ([1, 0, 3, 0], [1, 2, 3, 4])}, {}, "some numbers are 0"),
        ({"a": (np.pad(np.ones((2, 2)), 1), np.pad(np.ones((2, 2)), 1, constant_values=7))}, {}, "some numbers are 0"),
        (
            {"a": (np.pad(np.ones((2, 2)), 1, constant_values=3), np.pad(np.ones((2, 2)), 1, constant_values=7))},
            {"a": {"HH": 3, "WW": 3, "pad": 1}},
            "outside the image?",
        ),
        (
            {"a": (np.pad(np.ones((2, 2)), 1, constant_values=3), np.pad(np.ones((2, 2)), 1, constant_values=7))},
            {"a": {"HH": 1, "WW": 1, "pad": 0}},
            "Which rows and columns does your loop begin and end with?",
        ),
        ({"a": ([0.0, 0.0], [2, -3])}, {}, "all its numbers are 0"),
        ({"a": ([0.0, 0.0], [2, -3]), "b": ([1], [1])}, {"a": {"pad": 0}, "b": {"pad": 2}}, "where there is none"),
        ({"a": ([4, 0, 0], [4, -1, -2])}, {}, "wherever a negative number is due"),
        ({"a": ([4, 1, 2], [4, -1, -2])}, {}, "Which line takes the sign away?"),
        ({"a": ([254, 3, 44], [-2, 3, 300])}, {}, "off by 256"),
        ({"a": ([127, 3, -2], [-129, 3, 254])}, {}, "off by 256"),
        ({"a": (5, 2**32 + 5), "b": (-7, 2**32 - 7)}, {}, "An array of int32 holds −2147483648 to 2147483647"),
        ({"a": ([1, 2], [2, 3]), "b": ([0, 3], [1, 4])}, {}, "1 too small. Which term is missing"),
        ({"a": ([np.nan, 3], [0, 3])}, {}, "some of your numbers are nan; all others are right"),
        ({"a": ([[1, 2]], [1, 2])}, {}, "in an array of shape (1, 2) where (2,) is due"),
        ({"a": ([[1, 2], [3, 4], [5, 6]], [[1, 3, 5], [2, 4, 6]])}, {}, "with the axes in another order"),
        ({"a": ([1], [1]), "b": ([5], [2])}, {"a": {"stride": 1}, "b": {"stride": 2}}, "wherever the stride is 1"),
        ({"a": ([1], [1]), "b": ([5], [2])}, {"a": {"N": 1}, "b": {"N": 2}}, "for one image"),
        (
            {"a": ([1], [1]), "b": ([5], [2])},
            {"a": {"HH": 2, "WW": 2}, "b": {"HH": 2, "WW": 3}},
            "for square windows",
        ),
    ],
)
def test_facts_say_what_wrong_answers_have_in_common(answers, sizes, said: str) -> None:
    assert said in str(fact_of(answers, sizes))


@pytest.mark.parametrize(
    "answers",
    [
        {"a": ([1 + 1e-219, 1], [1 + 1e-9, 1 + 1e-9])},
        {"a": ([0.0, -0.0], [1, 2]), "b": ([5, 1], [3, 4])},
        {"a": (np.zeros((4, 4)), np.ones((4, 4)))},
        {"a": (np.pad(np.ones((2, 2)), 1), np.pad(np.ones((2, 2)), 1, constant_values=7))},
    ],
)
def test_no_fact_speaks_of_a_factor_or_an_offset_of_nothing_or_of_an_image_that_is_not_there(answers) -> None:
    said = str(fact_of(answers, {}))
    assert not any(word in said for word in ("-0 times", " 0 times", "0 too", "outside the image"))


def test_a_fact_about_signs_names_the_negative_inputs() -> None:
    assert "input is negative" in str(fact_of({"a": ([1, 5, 3], [1, -2, 3])}, {}, x=[4, -2, 0]))


def test_facts_are_silent_where_nothing_is_common() -> None:
    assert fact_of({"a": ([2, 4], [1, 2]), "b": ([0, 7], [0, 3])}, {}) is None
    both = {"a": {"stride": 1}, "b": {"stride": 2}, "c": {"stride": 1}}
    assert fact_of({"a": ([1], [1]), "b": ([5], [2]), "c": ([4], [7])}, both) is None


# -------------------------------------------------------------------------------------- words

ALL = {one for family in FAMILIES.values() for one in family.misconceptions} | set(general.GENERAL)


def test_a_hint_asks_and_gives_no_code() -> None:
    for one in ALL:
        assert one.belief.endswith("."), one.id
        assert "?" in one.hint, one.id
        assert "+=" not in one.hint, one.id
        assert len(one.hint) <= 120, one.id
