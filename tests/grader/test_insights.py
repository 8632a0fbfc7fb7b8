"""A class analysed: every student counted once, and numbers that obey the algebra of their definitions."""

import dataclasses
import math
import random
import statistics
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.gradebook import insights
from grader.gradebook.insights import analyse
from grader.model import (
    Criterion,
    CriterionReport,
    Diagnosis,
    Evidence,
    Exercise,
    ExerciseReport,
    GradeRow,
    Place,
    Repair,
    Report,
    Result,
    Student,
)

from .classes import class_of, row_of

NAMES = ("flip", "stride", "pad")


def exercise_report(name: str, points: int, right: int, held: tuple[str, ...], reason: str) -> ExerciseReport:
    """An exercise of four cases, of which `right` passed."""
    criterion = Criterion(id="values", check="values", points=Fraction(points))
    evidence = Evidence(reason=reason, detail="a detail")  # type: ignore[arg-type]
    results = [Result(case=f"c{n}", status="passed", outcome="returned") for n in range(right)]
    results += [Result(case=f"c{n}", status="failed", outcome="returned", evidence=evidence) for n in range(right, 4)]
    status = "passed" if right == 4 else "failed"
    done = CriterionReport(
        criterion=criterion, score=Fraction(points * right, 4), status=status, results=tuple(results)
    )
    diagnosis = (Diagnosis(misconceptions=held, equivalent=(), hint="Think.", slide="Stride"),) if held else ()
    exercise = Exercise(id=name, title=name, slide="Layers", criteria=(criterion,))
    return ExerciseReport(exercise=exercise, criteria=(done,), diagnosis=diagnosis)


def report_of(parts: list[tuple[int, tuple[str, ...], str]]) -> Report:
    exercises = tuple(
        exercise_report(f"e{n}", 10 * (n + 1), right, held if right < 4 else (), reason)
        for n, (right, held, reason) in enumerate(parts)
    )
    return Report(
        assignment="a",
        assignment_digest="",
        seed_digest="secret-digest",
        submission="a.py",
        submission_digest="",
        dialect="native",
        isolation="B",
        exercises=exercises,
    )


PARTS = st.tuples(
    st.integers(0, 4),
    st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple),
    st.sampled_from(["wrong-value", "timed-out", "killed", "confined"]),
)


@st.composite
def classes(draw: st.DrawFn) -> list[GradeRow]:
    exercises = draw(st.integers(1, 3))
    rows = []
    for number in range(draw(st.integers(0, 12))):
        student = Student(id=str(number))
        if draw(st.booleans()) and draw(st.booleans()):
            status = draw(st.sampled_from(["missing", "unreadable", "broken"]))
            rows.append(GradeRow(student=student, assignment="a", status=status, reason="why", possible=Fraction(10)))
        else:
            report = report_of([draw(PARTS) for _ in range(exercises)])
            rows.append(row_of(report, student, seconds=draw(st.floats(0, 9) | st.none())))
    return rows


@given(classes())
def test_every_student_is_counted_once_as_graded_or_with_a_reason(rows: list[GradeRow]) -> None:
    found = analyse(rows)
    assert found.students == len(rows) == found.graded + len(found.without_grade)
    assert sum(one.count for one in found.bins) == sum(row.score is not None for row in rows)
    assert all(row.reason for row in found.without_grade)


@given(classes(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows: list[GradeRow], chance: random.Random) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    one, other = analyse(rows), analyse(mixed)
    for name in ("mean", "median", "mean_grade", "bins", "slides", "slowest"):
        assert getattr(one, name) == getattr(other, name)
    assert [(b.id, b.students, b.exercises) for b in one.beliefs] == [
        (b.id, b.students, b.exercises) for b in other.beliefs
    ]
    assert {(i.id, i.mean, i.passed, i.discrimination) for i in one.items} == {
        (i.id, i.mean, i.passed, i.discrimination) for i in other.items
    }


@given(classes())
def test_shares_are_shares_and_correlations_are_correlations(rows: list[GradeRow]) -> None:
    for item in analyse(rows).items:
        assert 0 <= item.passed <= item.mean <= 1
        assert item.discrimination is None or -1 <= item.discrimination <= 1


@given(classes())
def test_a_belief_is_held_by_no_more_students_than_there_are(rows: list[GradeRow]) -> None:
    found = analyse(rows)
    ranked = [one.students for one in found.beliefs]
    assert ranked == sorted(ranked, reverse=True)
    reports = [row.report for row in rows if row.report]
    for one in found.beliefs:
        holders = [r for r in reports if any(one.id in d.misconceptions for e in r.exercises for d in e.diagnosis)]
        assert one.students == len(holders)
        assert one.share == Fraction(len(holders), len(reports))
        assert one.students <= sum(count for _, count in one.exercises)
    for item in found.items:
        assert {name for name, _ in item.beliefs} <= {one.id for one in found.beliefs}


FRACTIONS = st.lists(
    st.tuples(st.fractions(0, 1, max_denominator=9), st.fractions(0, 9, max_denominator=9)), min_size=3
)


@given(FRACTIONS)
def test_the_correlation_is_pearsons(pairs: list[tuple[Fraction, Fraction]]) -> None:
    first, second = zip(*pairs, strict=True)
    found = insights.correlation(first, second)
    if len(set(first)) == 1 or len(set(second)) == 1:
        assert found is None
    else:
        due = statistics.correlation([float(x) for x in first], [float(y) for y in second])
        assert math.isclose(found, due, abs_tol=1e-6)
        assert found == insights.correlation(second, first)
        assert insights.correlation(first, [-y for y in second]) == -found


@given(FRACTIONS, st.fractions(1, 5, max_denominator=7), st.fractions(-3, 3, max_denominator=7))
def test_the_correlation_does_not_see_scale_and_shift(
    pairs: list[tuple[Fraction, Fraction]], scale: Fraction, shift: Fraction
) -> None:
    first, second = zip(*pairs, strict=True)
    assert insights.correlation(first, second) == insights.correlation(first, [scale * y + shift for y in second])


@given(st.lists(st.fractions(0, 5, max_denominator=9), min_size=1))
def test_mean_and_median_are_exact(values: list[Fraction]) -> None:
    assert insights.mean(values) == statistics.mean(values)
    assert insights.median(values) == statistics.median(values)


def test_a_full_score_is_in_the_last_bin_and_an_override_stays_inside() -> None:
    bins = insights.histogram([Fraction(1), Fraction(0), Fraction(99, 100), Fraction(6, 5), Fraction(-1)])
    assert [one.count for one in bins] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 3]
    assert (bins[0].low, bins[-1].high) == (0, 1)


@pytest.mark.parametrize("tenth", range(10))
def test_a_bin_begins_with_its_low_end_and_ends_before_its_high_one(tenth: int) -> None:
    low, high = Fraction(tenth, 10), Fraction(tenth + 1, 10)
    bins = insights.histogram([low, high - Fraction(1, 1000)])
    assert [(one.low, one.high) for one in bins if one.count] == [(low, high)]
    assert bins[tenth].count == 2


def test_all_of_nothing_is_a_whole() -> None:
    assert insights.share(Fraction(0), Fraction(0)) == 1
    assert insights.share(Fraction(2), Fraction(8)) == Fraction(1, 4)


def test_two_students_correlate_with_nothing_and_three_do() -> None:
    values = [Fraction(n) for n in range(3)]
    assert insights.correlation(values[:2], values[:2]) is None
    assert insights.correlation(values, values) == 1
    assert insights.correlation(values, [-value for value in values]) == -1
    assert insights.correlation([Fraction(n) for n in (0, 1, 2)], [Fraction(n) for n in (1, 0, 1)]) == 0
    assert insights.correlation(values, [Fraction(3)] * 3) is None


def test_most_come_first_and_equals_by_name() -> None:
    assert insights.most_first(Counter({"b": 2, "c": 1, "a": 2, "d": 3})) == (("d", 3), ("a", 2), ("b", 2), ("c", 1))


def test_an_item_is_its_class_s_shares_passes_and_beliefs() -> None:
    reports = [
        report_of([(4, (), ""), (4, (), "")]),
        report_of([(1, ("flip",), "wrong-value"), (2, ("pad", "flip"), "wrong-value")]),
        report_of([(1, ("flip",), "wrong-value"), (0, (), "wrong-value")]),
    ]
    first, second = insights.items(reports)
    assert (first.id, first.title, first.slide, first.points, first.students) == ("e0", "e0", "Layers", 10, 3)
    assert (first.mean, first.passed, first.beliefs) == (Fraction(1, 2), Fraction(1, 3), (("flip", 2),))
    assert (second.mean, second.passed) == (Fraction(1, 2), Fraction(1, 3))
    assert second.beliefs == (("flip", 1), ("pad", 1))
    rest = [Fraction(20), Fraction(10), Fraction(0)]  # the points of the other exercise
    assert first.discrimination == insights.correlation([Fraction(1), Fraction(1, 4), Fraction(1, 4)], rest)
    assert dict(insights.slides(reports)) == {"Layers": 2, "Stride": 2}


def test_repairs_are_counted_by_exercise_and_kind_the_most_first() -> None:
    def repaired(*kinds: str, change: str = "") -> Report:
        places = tuple(
            Place(kind=kind, file="a.py", function=f"f{n}", first_line=1, last_line=1) for n, kind in enumerate(kinds)
        )
        repair = Repair(places=places, change=change, others=0, fresh=0, whole=True)
        found = report_of([(4, (), ""), (0, ("flip",), "wrong-value")])
        explained = dataclasses.replace(found.exercises[1].diagnosis[0], misconceptions=(), repair=repair)
        last = dataclasses.replace(found.exercises[1], diagnosis=(explained, explained))
        return dataclasses.replace(found, exercises=(found.exercises[0], last))

    found = insights.mends(
        [repaired("name"), repaired("axis", "axis"), repaired("axis", change="-a\n+b"), repaired("axis", "name")]
    )
    assert [(one.exercise, one.kind, one.students, one.function, one.change) for one in found] == [
        ("e1", "axis", 2, "f0", ""),
        ("e1", "axis and name", 1, "f0", ""),
        ("e1", "name", 1, "f0", ""),
    ]


def test_a_repair_beside_a_belief_is_not_counted_and_the_exercises_after_it_are() -> None:
    place = Place(kind="axis", file="a.py", function="f", first_line=1, last_line=1)
    repair = Repair(places=(place,), change="", others=0, fresh=0, whole=True)
    found = report_of([(0, ("flip",), "wrong-value"), (0, ("pad",), "wrong-value"), (0, ("stride",), "wrong-value")])
    believed = dataclasses.replace(found.exercises[0].diagnosis[0], repair=repair)
    alone = dataclasses.replace(found.exercises[1].diagnosis[0], misconceptions=(), repair=repair)
    exercises = (
        dataclasses.replace(found.exercises[0], diagnosis=(believed,)),
        # A belief without a repair leaves room for the repair of what else is wrong.
        dataclasses.replace(found.exercises[1], diagnosis=(found.exercises[1].diagnosis[0], alone)),
        dataclasses.replace(found.exercises[2], diagnosis=(alone,)),
    )
    mended = insights.mends([dataclasses.replace(found, exercises=exercises)])
    assert [(one.exercise, one.kind) for one in mended] == [("e1", "axis"), ("e2", "axis")]


def test_the_slowest_ten_are_listed_and_of_equals_the_first_by_id() -> None:
    rows = [row_of(report_of([(4, (), "")]), Student(id=f"{n:02}"), seconds=float(n // 2)) for n in range(14)]
    rows.append(row_of(report_of([(4, (), "")]), Student(id="x"), seconds=None))
    found = [row.student.id for row in analyse(rows).slowest]
    assert found == ["12", "13", "10", "11", "08", "09", "06", "07", "04", "05"]
    assert analyse(rows).possible == rows[0].possible


def test_who_has_no_grade_and_where_the_grader_failed_is_listed() -> None:
    def waiting(name: str, status: str) -> GradeRow:
        return GradeRow(student=Student(id=name), assignment="a", status=status, possible=Fraction(10))  # type: ignore[arg-type]

    fine = row_of(report_of([(4, (), "")]), Student(id="1"))
    broken = report_of([(4, (), "")])
    (exercise,) = broken.exercises
    results = (dataclasses.replace(exercise.criteria[0].results[0], status="broken"),)
    criteria = (dataclasses.replace(exercise.criteria[0], results=results, status="broken"),)
    hurt = row_of(
        dataclasses.replace(broken, exercises=(dataclasses.replace(exercise, criteria=criteria),)), Student(id="2")
    )
    found = analyse([fine, hurt, waiting("3", "missing"), waiting("4", "broken")])
    assert [row.student.id for row in found.failed] == ["2", "4"]
    assert [row.student.id for row in found.without_grade] == ["3", "4"]
    assert found.graded == 2
    outlined = insights.outline(hurt).report
    assert outlined is not None
    assert outlined.exercises[0].criteria[0].results == results


@given(classes())
def test_outlines_say_of_a_class_what_its_rows_say(rows: list[GradeRow]) -> None:
    whole, outlined = analyse(rows), analyse([insights.outline(row) for row in rows])
    for field in dataclasses.fields(whole):
        if field.name not in ("slowest", "failed", "without_grade"):
            assert getattr(whole, field.name) == getattr(outlined, field.name), field.name
    for row in map(insights.outline, rows):
        for exercise in row.report.exercises if row.report else ():
            assert exercise.notes == ()
            assert all(explanation.smallest is None for explanation in exercise.diagnosis)
            for result in (result for criterion in exercise.criteria for result in criterion.results):
                assert result.status == "broken" or result.evidence.reason in insights.LIMIT_REASONS


def test_nobody_at_all_is_a_class_too() -> None:
    found = analyse([])
    assert (found.students, found.mean, found.median, found.items, found.beliefs) == (0, None, None, (), ())
    assert (found.assignment, found.possible, found.mean_grade, found.slowest) == ("", 0, None, ())


def test_rows_of_two_assignments_are_not_mixed() -> None:
    rows = [GradeRow(student=Student(id="1"), assignment=name, status="missing", possible=Fraction(1)) for name in "ab"]
    with pytest.raises(ValueError, match="one assignment"):
        analyse(rows)


def test_the_hint_of_a_belief_held_alone_is_preferred_to_that_of_a_pair() -> None:
    pair = report_of([(0, ("flip", "pad"), "wrong-value")])
    alone = report_of([(0, ("pad",), "wrong-value")])
    only = dataclasses.replace(alone.exercises[0].diagnosis[0], hint="On pad alone.")
    alone = dataclasses.replace(alone, exercises=(dataclasses.replace(alone.exercises[0], diagnosis=(only,)),))
    rows = [row_of(report, Student(id=str(n))) for n, report in enumerate([pair, alone, pair])]
    assert {b.id: b.hint for b in analyse(rows).beliefs} == {"flip": "Think.", "pad": "On pad alone."}


def test_of_several_hints_held_alone_and_of_several_pairs_the_first_is_said() -> None:
    def hinted(names: tuple[str, ...], hint: str) -> Report:
        found = report_of([(0, names, "wrong-value")])
        diagnosis = dataclasses.replace(found.exercises[0].diagnosis[0], hint=hint)
        return dataclasses.replace(found, exercises=(dataclasses.replace(found.exercises[0], diagnosis=(diagnosis,)),))

    reports = [
        hinted(("flip",), "First alone."),
        hinted(("flip",), "Second alone."),
        hinted(("flip", "pad"), "First pair."),
        hinted(("pad", "stride"), "Second pair."),
    ]
    rows = [row_of(report, Student(id=str(n))) for n, report in enumerate(reports)]
    found = analyse(rows).beliefs
    assert {b.id: b.hint for b in found} == {"flip": "First alone.", "pad": "First pair.", "stride": "Second pair."}
    assert {b.id: b.exercises for b in found} == {
        "flip": (("e0", 3),),
        "pad": (("e0", 2),),
        "stride": (("e0", 1),),
    }


def test_a_limit_is_said_once_for_an_exercise_with_its_cases() -> None:
    row = row_of(report_of([(1, (), "timed-out"), (4, (), "timed-out")]), Student(id="1"))
    (touch,) = analyse([row]).limits
    assert (touch.exercise, touch.reason, touch.cases, touch.detail) == ("e0", "timed-out", 3, "a detail")
    assert touch.student == Student(id="1")


def test_a_case_that_meets_a_limit_under_two_criteria_is_one_case_with_the_first_detail_there_is() -> None:
    found = report_of([(3, (), "killed")])
    (exercise,) = found.exercises
    (criterion,) = exercise.criteria
    bare = tuple(
        dataclasses.replace(result, evidence=result.evidence and dataclasses.replace(result.evidence, detail=""))
        for result in criterion.results
    )
    more = dataclasses.replace(bare[3], case="c9", evidence=dataclasses.replace(bare[3].evidence, detail="SIGSEGV"))
    criteria = (criterion, dataclasses.replace(criterion, results=(*bare, more)))
    found = dataclasses.replace(found, exercises=(dataclasses.replace(exercise, criteria=criteria),))
    (touch,) = analyse([row_of(found, Student(id="1"))]).limits
    assert (touch.cases, touch.detail) == (2, "SIGSEGV")


def test_a_real_class_has_beliefs_limits_and_an_order(reports: list[Report]) -> None:
    found = analyse(class_of(200, reports))
    assert {"kernel-flipped"} <= {one.id for one in found.beliefs}
    assert all(one.hint and one.slide for one in found.beliefs)
    assert {"timed-out", "killed"} <= {touch.reason for touch in found.limits}
    assert [item.id for item in found.items] == ["conv_single", "conv_map", "conv_forward", "conv_backward"]
    assert all(item.discrimination is not None and item.discrimination > 0 for item in found.items)
    times = [row.seconds for row in found.slowest]
    assert times == sorted(times, reverse=True)
    assert len(times) == insights.SLOWEST
    assert found.failed
