"""Reports of every form that the model allows, for property tests."""

from fractions import Fraction
from typing import get_args

from hypothesis import strategies as st

from grader.model import (
    CheckName,
    Choice,
    Criterion,
    CriterionReport,
    Diagnosis,
    Evidence,
    Exercise,
    ExerciseReport,
    Frame,
    Level,
    OutcomeStatus,
    Question,
    Raised,
    Reason,
    Report,
    Result,
    Status,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
lines = st.lists(texts, max_size=3).map(tuple)
fractions = st.fractions(min_value=0, max_value=100, max_denominator=10**6)
numbers = st.one_of(st.integers(), st.integers(-(10**40), 10**40), st.floats(), st.booleans())
values = st.one_of(st.none(), numbers, texts, st.lists(st.integers(0, 10**6), max_size=4).map(tuple))
stated = st.one_of(numbers, texts, st.lists(numbers, max_size=3).map(tuple))

frames = st.builds(Frame, texts, st.integers(0, 10**9), texts, texts)
raised = st.builds(
    Raised,
    type=texts,
    bases=lines,
    message=texts,
    trace=st.lists(frames, max_size=2).map(tuple),
    errno=st.integers(0, 4096),
)
places = st.lists(st.integers(0, 10**6), max_size=4).map(tuple)
optional = {name: st.none() | texts for name in ("function", "call", "why", "output", "detail", "printed")}
evidence = st.builds(
    Evidence,
    reason=st.sampled_from(get_args(Reason)),
    at=st.none() | places,
    got=values,
    want=values,
    wrong=st.none() | st.integers(0, 10**9),
    entries=st.none() | st.integers(0, 10**9),
    terms=lines,
    raised=st.none() | raised,
    **optional,
)
results = st.builds(
    Result,
    case=texts,
    status=st.sampled_from(get_args(Status)),
    outcome=st.none() | st.sampled_from(get_args(OutcomeStatus)),
    evidence=st.none() | evidence,
    notes=lines,
)
criteria = st.builds(
    Criterion, id=texts, check=st.sampled_from(get_args(CheckName)), points=fractions, of=st.none() | texts
)
choices = st.lists(st.builds(Choice, answer=st.integers(0, 9) | texts, why=texts), max_size=2).map(tuple)
questions = st.builds(Question, answer=texts | st.tuples(st.integers(0, 9)), accepted=choices, wrong=choices)
diagnoses = st.builds(Diagnosis, misconceptions=lines, equivalent=lines, hint=texts, slide=texts)


@st.composite
def exercise_reports(draw, name=texts) -> ExerciseReport:
    rubric = draw(st.lists(criteria, max_size=3))
    exercise = Exercise(
        id=draw(name),
        title=draw(texts),
        slide=draw(texts),
        criteria=tuple(rubric),
        question=draw(st.none() | questions),
        also=draw(lines),
        forbidden=draw(lines),
    )
    graded = [
        CriterionReport(
            criterion=criterion,
            score=draw(fractions),
            status=draw(st.sampled_from(get_args(Status))),
            results=tuple(draw(st.lists(results, max_size=3))),
        )
        for criterion in rubric
    ]
    diagnosis = tuple(draw(st.lists(diagnoses, max_size=1)))
    return ExerciseReport(exercise=exercise, criteria=tuple(graded), notes=draw(lines), diagnosis=diagnosis)


@st.composite
def reports(draw) -> Report:
    names = draw(st.lists(st.from_regex("[a-z]{1,8}", fullmatch=True), max_size=3, unique=True))
    return Report(
        assignment="conv-layer",
        assignment_digest="a" * 16,
        seed_digest="5" * 16,
        submission=draw(texts),
        submission_digest=draw(st.from_regex("[0-9a-f]{16}", fullmatch=True)),
        dialect=draw(st.sampled_from(["native", "cs231n"])),
        isolation=draw(st.sampled_from(get_args(Level))),
        exercises=tuple(draw(exercise_reports(st.just(name))) for name in names),
        notes=draw(lines),
    )


HALF = Fraction(1, 2)
