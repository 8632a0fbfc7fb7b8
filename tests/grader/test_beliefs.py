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

from grader.authoring import claims, verify
from grader.authoring.assignment import assignment_ids, load_assignment
from grader.grading.checking import PlannedExercise
from grader.grading.grade import Plan, grade, plan
from grader.model import Case, Submission
from grader.sandbox.sandbox import Sandbox
from grader.topics.loading import assignments_folder, topic_with
from tests.topics import ALIKE, FAMILIES, OPERATIONS

NAMES = ("convolution-1d", "image-filters", "fully-connected", "dimensions", "receptive-field", "convnet", "fast-conv")
OF_NUMBERS = ("shape", "values", "gradient", "accuracy")  # checks whose failures show a belief
CLOSE = 1e-6


@cache
def plan_of(name: str) -> Plan:
    return plan(load_assignment(assignments_folder() / name))


HOME = {
    exercise.id: name
    for name in NAMES
    for exercise in load_assignment(assignments_folder() / name).exercises
    if exercise.id in FAMILIES
}


@cache
def planned_of(exercise: str) -> PlannedExercise:
    return next(one for one in plan_of(HOME[exercise]).exercises if one.exercise.id == exercise)


def clear(exercise: str, output: str) -> list[Case]:
    """The legal cases of an exercise that have one right answer."""
    planned = planned_of(exercise)
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


# ------------------------------------------------------------------------------- the models


def test_every_operation_has_wrong_models() -> None:
    assert set(HOME) <= set(FAMILIES)


@pytest.mark.parametrize("exercise", HOME)
def test_without_a_belief_a_model_is_right(exercise: str) -> None:
    for output in OPERATIONS[exercise].returns:
        for case, value in zip(clear(exercise, output), answers(exercise, output), strict=True):
            assert is_same(value, planned_of(exercise).expected[case.id][output].value), case.id


@pytest.mark.parametrize("exercise", HOME)
def test_no_id_stands_twice(exercise: str) -> None:
    ids = [one.id for one in FAMILIES[exercise].misconceptions]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("exercise", HOME)
def test_some_case_shows_each_belief(exercise: str) -> None:
    for one in FAMILIES[exercise].misconceptions:
        for output in one.outputs:
            assert output in OPERATIONS[exercise].returns, one.id
            for knobs in one.settings:
                assert not are_same(answers(exercise, output, *sorted(knobs)), answers(exercise, output)), one.id


@pytest.mark.full  # `grader verify`, which `.ci/run` runs, proves it under three other seeds
@pytest.mark.parametrize("name", assignment_ids(assignments_folder()))
def test_some_case_tells_two_beliefs_apart_or_they_are_listed(name: str) -> None:
    assignment = load_assignment(assignments_folder() / name)
    covered = verify.coverage(verify.prepare(assignment), ["public", "verify-1"])
    assert covered.problems == ()
    assert covered.sometimes == 0
    assert (covered.pairs + covered.alike > 0) == any(exercise.id in FAMILIES for exercise in assignment.exercises)


@pytest.mark.parametrize("exercise", ALIKE)
def test_what_is_listed_as_alike_is_known(exercise: str) -> None:
    known = claims.known(topic_with(exercise), exercise)
    assert all({one, other} <= known for one, other, _ in ALIKE[exercise])


# -------------------------------------------------------------------------------- the words


@pytest.mark.parametrize("exercise", HOME)
def test_a_hint_asks_on_a_slide_that_exists(exercise: str) -> None:
    slides = tomllib.loads((assignments_folder() / "slides.toml").read_text(encoding="utf-8"))
    titles = {slide["title"] for slide in slides["slide"]}
    for one in FAMILIES[exercise].misconceptions:
        assert one.slide in titles, one.id
        assert one.belief.endswith("."), one.id
        assert "?" in one.hint, one.id
        assert len(one.hint) <= 120, one.id
        assert not re.search(r"np\.|\+=|\[:|\(\)", one.hint), one.id


# ------------------------------------------------------------------- answers that are known to be wrong


def wrong_answers(name: str) -> Iterator[tuple[str, Submission, frozenset[str], frozenset[str]]]:
    """Yield name, submission, the criteria that it fails, and the beliefs that it claims."""
    assignment = load_assignment(assignments_folder() / name)
    wrong = verify.wrong_of(assignment)
    submissions = {what: submission for what, _, submission in verify.submissions(assignment, wrong)}
    for answer in wrong:
        yield answer.id, submissions[f"wrong/{answer.id}"], answer.fails, answer.believes


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[str, Sandbox]]:
    with ExitStack() as stack:
        made = {name: stack.enter_context(Sandbox()) for name in NAMES}
        for name, sandbox in made.items():
            sandbox.configure(plan_of(name).assignment.limits, plan_of(name).assignment.imports)
        yield made


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


@pytest.mark.parametrize("name", assignment_ids(assignments_folder()))
def test_a_wrong_answer_claims_what_an_exercise_that_it_fails_knows(name: str) -> None:
    """Else there would be nothing to name, and nobody would notice."""
    assignment = load_assignment(assignments_folder() / name)
    asked = {one.id for one in assignment.exercises if one.question is not None}
    proof = verify.prepare(assignment)
    for what, due, _ in proof.subjects:
        failed = {criterion.partition(".")[0] for criterion in due or ()} - asked
        if what.startswith("wrong/") and failed & FAMILIES.keys():  # of the others there is nothing to believe
            assert any(proof.claims[what] & claims.known(topic_with(exercise), exercise) for exercise in failed), what


@pytest.mark.full  # `grader verify`, which `.ci/run` runs, proves it under three other seeds
@pytest.mark.parametrize("name", NAMES)
def test_wrong_answers_are_named(name: str, sandboxes: dict[str, Sandbox]) -> None:
    """As themselves and what is listed as alike. The layer and pooling are left to `grader verify`."""
    for stem, submission, due, believes in wrong_answers(name):
        planned = failing(plan_of(name), due)
        if planned.exercises:  # else it is a question, which has a reason of its own for each wrong answer
            report = grade(submission, planned, sandboxes[name])
            assert claims.unnamed(planned.assignment.topics, believes, report) == [], stem
