"""What a class's grade rows say of the class, its exercises and its beliefs. Pure: no files, clock or student code.

In: the grade rows of one assignment.  Out: Insights.
Item analysis looks at scores, not grades: lateness says nothing of an exercise. Every student of the roster is
counted exactly once, as graded or with the reason why there is no grade.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.model import Diagnosis, Evidence, ExerciseReport, GradeRow, Reason, Repair, Report, Result, Student

LIMIT_REASONS: tuple[Reason, ...] = (
    "timed-out",
    "cpu-time",
    "out-of-memory",
    "too-large",
    "open-files",
    "file-size",
    "confined",
    "killed",
)
BINS = 10
SLOWEST = 10  # submissions listed
FEWEST = 3  # students for a correlation to say anything


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Scores from `low` up to, not including, `high` of what was possible; the last one includes it."""

    low: Fraction
    high: Fraction
    count: int


@dataclass(frozen=True, kw_only=True)
class Belief:
    """A misconception that explains the answers of `students` students."""

    id: str
    students: int
    share: Fraction  # of the graded
    exercises: tuple[tuple[str, int], ...]  # where it was seen, and for how many students; most first
    belief: str  # what they take for true
    hint: str
    slide: str


@dataclass(frozen=True, kw_only=True)
class Mend:
    """A kind of change that makes an exercise right for `students` students whom no belief explains."""

    exercise: str
    kind: str
    students: int
    function: str  # of one of them …
    change: str  # … with the lines that go and that come


@dataclass(frozen=True, kw_only=True)
class Item:
    """One exercise over the class."""

    id: str
    title: str
    slide: str
    points: Fraction
    students: int  # who have a result for it
    mean: Fraction  # share of its points, on average: 1 is easy
    passed: Fraction  # share of students that passed it
    discrimination: float | None  # correlation of its score with the rest of the score; None: nothing varies
    beliefs: tuple[tuple[str, int], ...]  # misconceptions and their students; most first


@dataclass(frozen=True, kw_only=True)
class Touch:
    """A limit that a submission ran into in one exercise."""

    student: Student
    exercise: str
    reason: Reason
    cases: int
    detail: str


@dataclass(frozen=True, kw_only=True)
class Insights:
    """One assignment's class, analysed."""

    assignment: str
    students: int
    graded: int
    possible: Fraction
    mean: Fraction | None  # of the scores; None where nobody has one
    median: Fraction | None
    mean_grade: Fraction | None
    bins: tuple[Bin, ...]
    items: tuple[Item, ...]
    beliefs: tuple[Belief, ...]  # most students first
    mends: tuple[Mend, ...]  # repairs that were found, by exercise and kind; most students first
    slides: tuple[tuple[str, int], ...]  # to revisit: students with a diagnosis or a missed exercise there
    limits: tuple[Touch, ...]
    slowest: tuple[GradeRow, ...]
    failed: tuple[GradeRow, ...]  # the grader itself failed on them
    without_grade: tuple[GradeRow, ...]


def analyse(rows: Sequence[GradeRow]) -> Insights:
    """Analyse the grade rows of one assignment.

    Parameters
    ----------
    rows : sequence of GradeRow
        One per student, of one assignment, in any order.

    Returns
    -------
    Insights
    """
    assignments = {row.assignment for row in rows}
    if len(assignments) > 1:
        raise ValueError(f"rows of one assignment are analysed at a time, not of {sorted(assignments)}")
    reports = [row.report for row in rows if row.report is not None]
    scores = [row.score for row in rows if row.score is not None]
    grades = [row.grade for row in rows if row.grade is not None]
    timed = [row for row in rows if row.seconds is not None]
    return Insights(
        assignment=rows[0].assignment if rows else "",
        students=len(rows),
        graded=len(grades),
        possible=max((row.possible for row in rows), default=Fraction(0)),
        mean=mean(scores),
        median=median(scores),
        mean_grade=mean(grades),
        bins=histogram([share(row.score, row.possible) for row in rows if row.score is not None]),
        items=items(reports),
        beliefs=beliefs(reports),
        mends=mends(reports),
        slides=slides(reports),
        limits=tuple(touch for row in rows for touch in touches(row)),
        slowest=tuple(sorted(timed, key=lambda row: (-(row.seconds or 0), row.student.id))[:SLOWEST]),
        failed=tuple(row for row in rows if row.status == "broken" or (row.report and row.report.has_broken)),
        without_grade=tuple(row for row in rows if row.grade is None),
    )


# ----------------------------------------------------------------------------------- numbers


def mean(values: Sequence[Fraction]) -> Fraction | None:
    """Return the exact mean; None of nothing."""
    return sum(values, Fraction(0)) / len(values) if values else None


def median(values: Sequence[Fraction]) -> Fraction | None:
    """Return the exact median; None of nothing."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if not ordered:
        return None
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def share(score: Fraction, possible: Fraction) -> Fraction:
    """Return a score as a share of what was possible; all of nothing is 1."""
    return score / possible if possible else Fraction(1)


def histogram(shares: Iterable[Fraction]) -> tuple[Bin, ...]:
    """Return how many shares lie in each tenth; what lies outside, by an override, counts at the end nearest."""
    counts = Counter(min(max(math.floor(part * BINS), 0), BINS - 1) for part in shares)
    return tuple(Bin(low=Fraction(n, BINS), high=Fraction(n + 1, BINS), count=counts[n]) for n in range(BINS))


def correlation(first: Sequence[Fraction], second: Sequence[Fraction]) -> float | None:
    """Return Pearson's correlation, sums taken exactly; None of fewer than three pairs or where nothing varies.

    For an exercise that one can only pass or fail this is the point-biserial correlation.
    """
    count = len(first)
    if count < FEWEST:
        return None
    a, b = sum(first, Fraction(0)) / count, sum(second, Fraction(0)) / count
    across = sum(((x - a) * (y - b) for x, y in zip(first, second, strict=True)), Fraction(0))
    within = sum(((x - a) ** 2 for x in first), Fraction(0)) * sum(((y - b) ** 2 for y in second), Fraction(0))
    if not within:
        return None
    size = math.sqrt(across * across / within)  # one rounding: the quotient is exact, and at most 1
    return size if across >= 0 else -size


# --------------------------------------------------------------------------------- exercises


def items(reports: Sequence[Report]) -> tuple[Item, ...]:
    """Return the analysis of each exercise, in the order of the assignment."""
    by_exercise: dict[str, list[tuple[ExerciseReport, Fraction]]] = {}
    for report in reports:
        total = report.score
        for exercise in report.exercises:
            by_exercise.setdefault(exercise.exercise.id, []).append((exercise, total - exercise.score))
    return tuple(item(pairs) for pairs in by_exercise.values())


def item(pairs: Sequence[tuple[ExerciseReport, Fraction]]) -> Item:
    """Return the analysis of one exercise from its reports, each with the score of the rest."""
    exercise = pairs[0][0].exercise
    scores = [share(report.score, report.exercise.points) for report, _ in pairs]
    seen = Counter(name for report, _ in pairs for name in names_in(report.diagnosis))
    return Item(
        id=exercise.id,
        title=exercise.title,
        slide=exercise.slide,
        points=exercise.points,
        students=len(pairs),
        mean=sum(scores, Fraction(0)) / len(pairs),
        passed=Fraction(sum(report.status == "passed" for report, _ in pairs), len(pairs)),
        discrimination=correlation(scores, [rest for _, rest in pairs]),
        beliefs=most_first(seen),
    )


def names_in(diagnoses: Iterable[Diagnosis]) -> set[str]:
    """Return the misconceptions of one student's exercise, each once."""
    return {name for diagnosis in diagnoses for name in diagnosis.misconceptions}


def most_first(counts: "Counter[str]") -> tuple[tuple[str, int], ...]:
    """Return names and counts, most first, names in order where counts are equal."""
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


# ----------------------------------------------------------------------------------- beliefs


def beliefs(reports: Sequence[Report]) -> tuple[Belief, ...]:
    """Return the misconceptions of the class, those of most students first; a student counts once for each."""
    students: Counter[str] = Counter()
    places: dict[str, Counter[str]] = {}
    said: dict[str, Diagnosis] = {}
    for report in reports:
        held: set[str] = set()
        for exercise in report.exercises:
            names = names_in(exercise.diagnosis)
            held |= names
            for name in names:
                places.setdefault(name, Counter())[exercise.exercise.id] += 1
            for diagnosis in exercise.diagnosis:
                for name in diagnosis.misconceptions:
                    alone = len(diagnosis.misconceptions) == 1  # a pair's hint may be about the other one
                    if name not in said or (alone and len(said[name].misconceptions) > 1):
                        said[name] = diagnosis
        students.update(held)
    return tuple(
        Belief(
            id=name,
            students=count,
            share=Fraction(count, len(reports)),
            exercises=most_first(places[name]),
            belief=said[name].belief,
            hint=said[name].hint,
            slide=said[name].slide,
        )
        for name, count in most_first(students)
    )


def mends(reports: Sequence[Report]) -> tuple[Mend, ...]:
    """Return the kinds of repairs of the class. Many of one kind may be a belief that nobody has written down yet."""
    found: dict[tuple[str, str], list[Repair]] = {}
    for report in reports:
        for exercise in report.exercises:
            if any(one.misconceptions and one.repair is not None for one in exercise.diagnosis):
                continue  # a belief says more
            repairs = {one.repair for one in exercise.diagnosis if one.repair is not None}
            for repair in {one for one in repairs if not one.is_partial}:
                kinds = " and ".join(dict.fromkeys(place.kind for place in repair.places))
                found.setdefault((exercise.exercise.id, kinds), []).append(repair)
    mended = [
        Mend(
            exercise=exercise,
            kind=kind,
            students=len(repairs),
            function=repairs[0].places[0].function,
            change=repairs[0].change,
        )
        for (exercise, kind), repairs in found.items()
    ]
    return tuple(sorted(mended, key=lambda one: (-one.students, one.exercise, one.kind)))


def slides(reports: Sequence[Report]) -> tuple[tuple[str, int], ...]:
    """Return the slides to revisit, with how many students missed an exercise of theirs or believe otherwise."""
    counts: Counter[str] = Counter()
    for report in reports:
        missed = [exercise for exercise in report.exercises if exercise.status in ("failed", "skipped")]
        titles = {exercise.exercise.slide for exercise in missed}
        titles |= {diagnosis.slide for exercise in missed for diagnosis in exercise.diagnosis}
        counts.update(titles - {""})
    return most_first(counts)


# ------------------------------------------------------------------------------------ limits


def touches(row: GradeRow) -> Iterable[Touch]:
    """Yield the limits that a submission ran into, one for each exercise and limit."""
    for exercise in row.report.exercises if row.report else ():
        by_reason: dict[Reason, dict[str, Evidence]] = {}
        for criterion in exercise.criteria:
            for result in criterion.results:
                evidence = result.evidence
                if evidence is not None and evidence.reason in LIMIT_REASONS:
                    by_reason.setdefault(evidence.reason, {})[result.case] = evidence
        for reason, cases in by_reason.items():
            detail = next((evidence.detail for evidence in cases.values() if evidence.detail), "")
            yield Touch(
                student=row.student, exercise=exercise.exercise.id, reason=reason, cases=len(cases), detail=detail
            )


# ------------------------------------------------------------------------------------ outlines


def outline(row: GradeRow) -> GradeRow:
    """Return a row whose report holds only what `analyse` and a class page look at: few results are of interest there.

    A class of thousands is analysed from outlines in a tenth of the memory.
    """
    if row.report is None:
        return row
    exercises = tuple(
        replace(
            exercise,
            notes=(),
            criteria=tuple(
                replace(criterion, results=tuple(filter(_is_kept, criterion.results)))
                for criterion in exercise.criteria
            ),
            diagnosis=tuple(replace(explanation, smallest=None) for explanation in exercise.diagnosis),
        )
        for exercise in row.report.exercises
    )
    return replace(row, report=replace(row.report, exercises=exercises))


def _is_kept(result: Result) -> bool:
    return result.status == "broken" or (result.evidence is not None and result.evidence.reason in LIMIT_REASONS)
