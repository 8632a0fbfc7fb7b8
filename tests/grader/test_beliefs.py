"""The wrong models of all operations beside the layer and pooling: right without knobs, shown, told apart, named."""

import itertools
import re
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from grader import verify
from grader.assignment import assignments_folder, load_assignment
from grader.checking import PlannedExercise
from grader.grading import Plan, grade, plan
from grader.misconceptions import FAMILIES, Misconception
from grader.misconceptions.equivalents import EQUIVALENT
from grader.model import Case, Submission
from grader.operations import OPERATIONS
from grader.sandbox.runner import Sandbox

NAMES = ("convolution-1d", "image-filters", "fully-connected", "dimensions", "receptive-field", "convnet")
BELIEVES = re.compile(r"^Believes: (.+)$", re.MULTILINE)
OF_NUMBERS = ("shape", "values", "gradient", "accuracy")  # checks whose failures show a belief
CLOSE = 1e-6


@cache
def plan_of(name: str) -> Plan:
    return plan(load_assignment(assignments_folder() / name))


HOME = {one.exercise.id: one for name in NAMES for one in plan_of(name).exercises if one.operation is not None}
SINGLE = [
    (exercise, output, one) for exercise in HOME for one in FAMILIES[exercise].misconceptions for output in one.outputs
]


def clear(exercise: str, output: str) -> list[Case]:
    """The legal cases of an exercise that have one right answer."""
    planned: PlannedExercise = HOME[exercise]
    legal = [case for case in planned.cases if case.raises is None]
    return [case for case in legal if not planned.expected[case.id][output].conventions]


@cache
def answers(exercise: str, output: str, *knobs: str) -> tuple[object, ...]:
    """What somebody with these beliefs answers, case by case; None where the model raises."""
    found: list[object] = []
    for case in clear(exercise, output):
        try:
            with np.errstate(all="ignore"):
                model = FAMILIES[exercise].model
                found.append(model(exercise, case.arguments, case.sizes, output, frozenset(knobs)))
        except (ValueError, IndexError, TypeError):
            found.append(None)
    return tuple(found)


def is_same(one: object, other: object) -> bool:
    """Whether two answers cannot be told apart."""
    if one is None or other is None:
        return one is other
    came, due = np.asarray(one, np.float64), np.asarray(other, np.float64)
    if came.shape != due.shape or not (np.isfinite(came) == np.isfinite(due)).all():
        return False
    finite = np.isfinite(due)
    scale = np.abs(due[finite]).max(initial=1.0)
    return bool((np.abs(came[finite] - due[finite]) <= CLOSE * scale).all())


def are_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return all(itertools.starmap(is_same, zip(one, other, strict=True)))


def equivalents(exercise: str) -> set[frozenset[str]]:
    return {frozenset({one, other}) for one, other, _ in EQUIVALENT.get(exercise, ())}


# ------------------------------------------------------------------------------- the models


def test_every_operation_has_wrong_models() -> None:
    assert set(HOME) <= set(FAMILIES)


@pytest.mark.parametrize("exercise", HOME)
def test_without_a_belief_a_model_is_right(exercise: str) -> None:
    for output in OPERATIONS[exercise].returns:
        for case, value in zip(clear(exercise, output), answers(exercise, output), strict=True):
            assert is_same(value, HOME[exercise].expected[case.id][output].value), case.id


@pytest.mark.parametrize("exercise", HOME)
def test_no_id_stands_twice(exercise: str) -> None:
    ids = [one.id for one in FAMILIES[exercise].misconceptions]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("exercise", "output", "one"), SINGLE, ids=lambda value: getattr(value, "id", value))
def test_some_case_shows_the_belief(exercise: str, output: str, one: Misconception) -> None:
    assert output in OPERATIONS[exercise].returns
    for knobs in one.settings:
        assert not are_same(answers(exercise, output, *sorted(knobs)), answers(exercise, output))


@pytest.mark.parametrize("exercise", HOME)
def test_some_case_tells_two_beliefs_apart_or_they_are_listed(exercise: str) -> None:
    alike = set()
    for output in OPERATIONS[exercise].returns:
        known = [one for one in FAMILIES[exercise].misconceptions if output in one.outputs]
        ways = [(one.id, answers(exercise, output, *sorted(knobs))) for one in known for knobs in one.settings]
        for (one, came), (other, theirs) in itertools.combinations(ways, 2):
            if are_same(came, theirs):
                alike.add(frozenset({one, other}))
    assert alike == equivalents(exercise)


# -------------------------------------------------------------------------------- the words


@pytest.mark.parametrize(("exercise", "output", "one"), SINGLE, ids=lambda value: getattr(value, "id", value))
def test_a_hint_asks_on_a_slide_that_exists(exercise: str, output: str, one: Misconception) -> None:
    slides = tomllib.loads((assignments_folder() / "slides.toml").read_text(encoding="utf-8"))
    titles = {slide["title"] for slide in slides["slide"]}
    assert one.slide in titles
    assert one.belief.endswith(".")
    assert "?" in one.hint
    assert len(one.hint) <= 120
    assert not re.search(r"np\.|\+=|\[:|\(\)", one.hint)


# ------------------------------------------------------------------- answers that are known to be wrong


TRAINED = "only training the same network with the same numbers would give these labels: seconds, not microseconds"
NOT_MODELLED = {  # wrong answers that no wrong model reproduces, and why
    "starts-from-zeros": "one class for all images, but which one follows from the images trained on",
    "labels-mixed-up": TRAINED,
    "not-trained": TRAINED,
    "only-the-bias": TRAINED,
    "predicts-the-least": TRAINED,
    "predicts-without-centring": TRAINED,
}


def wrong_answers() -> Iterator[tuple[str, str, Submission, frozenset[str]]]:
    """Yield assignment, name, submission, and the criteria that it fails."""
    for name in NAMES:
        for what, due, one in verify.submissions(load_assignment(assignments_folder() / name)):
            if what.startswith("wrong/") and due is not None:
                yield name, what.removeprefix("wrong/"), one, due


WRONG = {(name, stem): (one, due) for name, stem, one, due in wrong_answers()}


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[str, Sandbox]]:
    with ExitStack() as stack:
        made = {name: stack.enter_context(Sandbox()) for name in NAMES}
        for name, sandbox in made.items():
            sandbox.configure(plan_of(name).assignment.limits, plan_of(name).assignment.imports)
        yield made


def beliefs_of(name: str, stem: str) -> set[str]:
    """The misconceptions that a wrong answer's docstring names; its own name if there is no such line."""
    text = (assignments_folder() / name / "wrong" / f"{stem}.py").read_text(encoding="utf-8")
    stated = BELIEVES.search(text)
    return set(re.split(r",\s*", stated[1].strip())) if stated else {stem}


def failing(planned: Plan, due: frozenset[str]) -> Plan:
    """A plan of the exercises in which something about numbers fails, or anything if there is no such exercise."""
    operations = [one for one in planned.exercises if one.operation is not None]
    of_numbers = [
        one
        for one in operations
        if any(f"{one.exercise.id}.{c.id}" in due for c in one.exercise.criteria if c.check in OF_NUMBERS)
    ]
    others = [one for one in operations if any(f"{one.exercise.id}.{c.id}" in due for c in one.exercise.criteria)]
    return replace(planned, exercises=tuple(of_numbers or others))


@pytest.mark.parametrize(("name", "stem"), WRONG)
def test_a_wrong_answer_is_named(name: str, stem: str, sandboxes: dict[str, Sandbox]) -> None:
    one, due = WRONG[name, stem]
    planned = failing(plan_of(name), due)
    if not planned.exercises:
        return  # a question, which has a reason of its own for each wrong answer
    beliefs = beliefs_of(name, stem)
    for report in grade(one, planned, sandboxes[name]).exercises:
        exercise = report.exercise.id
        named = [{"+".join(found.misconceptions), *found.equivalent} for found in report.diagnosis]
        named = [some for some in named if some != {""} or stem not in NOT_MODELLED]  # "" is a fact
        results = [result for criterion in report.criteria for result in criterion.results]
        is_seen = any(result.outcome == "returned" for result in results)
        assert named or stem in NOT_MODELLED or not is_seen, f"{exercise}: nothing is said"
        for some in named:
            own = some & beliefs
            assert own, f"{exercise}: {some}"
            assert all({frozenset({mine, other}) for mine in own} & equivalents(exercise) for other in some - own), some


# ----------------------------------------------------------------------- the reference collection

REFERENCE = {  # ids of the collection that are about these operations
    *("c1-flip", "c1-full", "c1-same-for-valid", "c1-valid-for-same", "c1-edge-copy", "c1-renorm", "c1-wrap"),
    *("c1-pad-left", "c1-int", "c1-offby1"),
    *("sz-noplus1", "sz-pad-once", "sz-ceil", "sz-strict-vs-floor", "sz-floor-vs-strict", "sz-float", "sz-uses-F"),
    *("sz-h-both", "sz-swap", "sz-div-pool", "sz-div-stride", "sz-Hplus1", "sz-same-even", "sz-same-stride"),
    *("pc-nobias", "pc-onebias", "pc-bias-channel", "pc-nodepth", "pc-locations", "pc-pool"),
    *("ws-order", "ws-nodepth", "ws-imgsize"),
    *("mp-return", "re-ge", "re-out", "re-max0", "fc-order", "fc-batch", "fc-T", "fc-dxshape"),
    *("sm-overflow", "sm-sum", "rf-add", "rf-mul", "rf-stride", "rf-ownstride", "rf-area"),
    *("gc-eps", "gc-f32", "gc-oneside", "gc-kink", "gc-mean", "gc-self"),
}
NOT_EXECUTABLE = {  # of these, those that no model of an exercise runs, and why
    "sz-strict-vs-floor": "shows at illegal sizes only: accepts-what-does-not-fit",
    "sz-same-even": "shows at illegal sizes only: accepts-what-does-not-fit",
    "sz-same-stride": "a claim about sizes that no exercise asks for; same_padding has no stride",
    "pc-locations": "conv_parameters does not know the image; weight_sharing asks about it as a question",
    "pc-pool": "no exercise counts the parameters of pooling",
    "ws-order": "a question, quiz_weights, which accepts both orders by name",
    "ws-imgsize": "a question, quiz_weights, with a reason for this answer",
    "re-ge": "a convention, and right: any slope from 0 to 1 is accepted at 0",
    "gc-f32": "steps of 1/4 on small integers are exact in single precision too",
    "gc-kink": "the loss is a quadratic: it has no corners that a step could hit",
    "gc-mean": "a way to compare gradients; the exercise asks for the gradient itself",
    "gc-self": "a way to compare gradients; backward passes are graded against the reference",
}


def test_every_executable_entry_of_the_reference_collection_has_a_knob() -> None:
    seen = {id for exercise in HOME for one in FAMILIES[exercise].misconceptions for id in one.seen_as}
    assert REFERENCE - seen == set(NOT_EXECUTABLE)
