"""What a wrong answer claims, and when a report names it."""

from dataclasses import replace
from fractions import Fraction

from grader.authoring import claims
from grader.model import Criterion, CriterionReport, Diagnosis, Exercise, ExerciseReport, Question, Report
from grader.topics.loading import topic_with

BY_EXERCISE = {id: topic for id in ("conv_map", "conv_backward") if (topic := topic_with(id)) is not None}
CRITERION = Criterion(id="values", check="values", points=Fraction(1))
FAILED = CriterionReport(criterion=CRITERION, score=Fraction(0), status="failed", results=())
CONV = Exercise(id="conv_map", title="", slide="", criteria=(CRITERION,))


def said(*misconceptions: str, equivalent: tuple[str, ...] = ()) -> tuple[Diagnosis, ...]:
    return (Diagnosis(misconceptions=misconceptions, equivalent=equivalent, hint="", slide=""),)


def report(diagnosis: tuple[Diagnosis, ...], exercise: Exercise = CONV) -> Report:
    return Report(
        assignment="a",
        assignment_digest="",
        seed_digest="",
        submission="s",
        submission_digest="",
        dialect="native",
        isolation="B",
        exercises=(ExerciseReport(exercise=exercise, criteria=(FAILED,), diagnosis=diagnosis),),
    )


def test_a_belief_is_named_by_itself_or_by_one_that_no_case_tells_from_it() -> None:
    claim = frozenset({"kernel-flipped"})
    assert claims.unnamed(BY_EXERCISE, claim, report(said("kernel-flipped"))) == []
    (missing,) = claims.unnamed(BY_EXERCISE, claim, report(said("rounded")))
    assert missing == "conv_map is explained by rounded, not by kernel-flipped"
    (nothing,) = claims.unnamed(BY_EXERCISE, claim, report(()))
    assert "explained by nothing" in nothing


def test_what_is_named_beside_it_has_to_be_listed_as_alike() -> None:
    claim = frozenset({"kernel-flipped"})
    (beside,) = claims.unnamed(BY_EXERCISE, claim, report(said("kernel-flipped", equivalent=("rounded",))))
    assert "explained by kernel-flipped or rounded, not by kernel-flipped" in beside
    (both,) = claims.unnamed(BY_EXERCISE, claim, report(said("kernel-flipped", "rounded")))
    assert "explained by kernel-flipped+rounded" in both
    alike = replace(CONV, id="conv_backward")
    lost = said("crop-lost", equivalent=("gradient-of-zeros",))
    assert claims.unnamed(BY_EXERCISE, frozenset({"crop-lost"}), report(lost, alike)) == []


def test_an_exercise_that_knows_no_such_belief_and_a_question_have_nothing_to_name() -> None:
    assert claims.unnamed(BY_EXERCISE, frozenset({"hello"}), report(())) == []
    asked = replace(CONV, id="more_layers", question=Question(answer="yes"))
    assert claims.unnamed(BY_EXERCISE, frozenset({"too-slow"}), report((), asked)) == []
