"""What of a known submission is graded again: what changed, what the grader failed on, what was confined less."""

from datetime import UTC, datetime
from fractions import Fraction
from types import SimpleNamespace

import pytest

from grader.authoring.assignment import load_assignment
from grader.classroom.digests import digests
from grader.classroom.entry import Entry
from grader.classroom.roster import Student
from grader.classroom.session import Session
from grader.classroom.settings import Settings
from grader.gradebook.records import Facts, Known, Part, Run
from grader.grading.grade import plan
from grader.model import Level
from tests.classroom.course import RIGHT, SEED, Course

FIRST, SECOND = "conv_single", "conv_map"


def part(exercise: str, digest: str, level: Level) -> Part:
    return Part(
        exercise=exercise,
        exercise_digest=digest,
        packed=b"",
        level=level,
        status="passed",
        is_broken=False,
        score=Fraction(1),
        possible=Fraction(1),
        seconds=0.1,
    )


@pytest.mark.parametrize(
    ("level", "wanted", "kept"),
    [("A", "B", [FIRST, SECOND]), ("B", "B", [FIRST, SECOND]), ("C", "B", [SECOND]), ("D", "C", [SECOND])],
)
def test_a_part_graded_at_a_weaker_level_than_wanted_is_graded_again(
    course: Course, tmp_path, level: Level, wanted: Level, kept: list[str]
) -> None:
    two = plan(load_assignment(course.folder / "assignments" / "two"), SEED)
    by_exercise = digests(two, "auto")
    run = Run(
        id="1",
        number=1,
        assignment="two",
        assignment_digest=two.assignment.digest,
        seed_digest=two.seed_digest,
        started=datetime(2026, 1, 1, tzinfo=UTC),
        who="",
        why="",
        version="",
    )
    facts = Facts(
        name="ada.py",
        dialect="native",
        level=level,
        head=(),
        notes=(),
        assignment_digest=run.assignment_digest,
        seed_digest=run.seed_digest,
    )
    parts = {
        by_exercise[FIRST]: part(FIRST, by_exercise[FIRST], level),
        by_exercise[SECOND]: part(SECOND, by_exercise[SECOND], "A"),
    }
    book = SimpleNamespace(
        known=lambda run, keys: dict.fromkeys(keys, Known(facts=facts, parts=parts)),
        unchanged=lambda run, basis, keys: {},
    )
    session = Session(
        book=book, run=run, plan=two, digests=by_exercise, settings=Settings(), out=tmp_path, wanted=wanted
    )
    path = tmp_path / "ada.py"
    path.write_text(RIGHT)
    (work,) = session.works([(Student(id="ada"), Entry(student="ada", path=path, name="ada.py"))])
    assert list(work.kept) == kept
    assert session.pending[work.number].cause == ("" if FIRST in kept else f"at a stronger level: {FIRST}")
