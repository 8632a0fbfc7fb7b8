"""The gradebook: the only writer of grades, and what everyone else reads them from."""

import getpass
import importlib.metadata
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import OperatorError
from grader.gradebook import people, personal, progress, reading, writing
from grader.gradebook.codec import Unknown
from grader.gradebook.connection import TEMPORARY, Database
from grader.gradebook.records import Attempt, DecidedGrade, Event, Facts, Known, Record, Run, Written
from grader.model import Assignment, GradeRow, ManualPart, Mark, Report, Request, Student

CHUNK = 100  # rows read at once: memory does not grow with the class


class Gradebook:
    """All grades of a course, in SQLite or PostgreSQL.

    Open it with `Gradebook.open`, and use it as a context manager.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, place: str | Path = TEMPORARY, *, write: bool = False) -> "Gradebook":
        """Open a gradebook.

        Parameters
        ----------
        place : str or Path
            A file of SQLite, or a URL: ``postgresql://USER@HOST/DATABASE``. Without one, a gradebook that ends
            with this process.
        write : bool
            To grade: one process at a time. The gradebook is made if there is none.

        Raises
        ------
        OperatorError
            If it cannot be opened; the message says why and what to do.
        """
        return cls(Database(place, write or place == TEMPORARY))

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()

    def __enter__(self) -> "Gradebook":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- reading

    def grade_rows(self, assignment: str | None = None, *, with_reports: bool = True) -> list[GradeRow]:
        """Return a row per student and assignment, with what the policy made of the score, and the report."""
        return list(self.each_grade_row(assignment, with_reports=with_reports))

    def each_grade_row(self, assignment: str | None = None, *, with_reports: bool = True) -> Iterator[GradeRow]:
        """Yield the rows of `grade_rows`, by assignment and student, a few at a time in memory."""
        after = ("", "")
        while True:
            rows = self._rows(assignment, after, with_reports)
            if not rows:
                return
            yield from rows
            after = (rows[-1].assignment, rows[-1].student.id)

    def rows_of(self, student: str) -> list[GradeRow]:
        """Return a student's rows, by assignment, without reports."""
        most = 10_000  # assignments of a course
        return self.database.run(lambda c: reading.grade_rows(c, None, ("", ""), most, False, student))

    def _rows(self, assignment: str | None, after: tuple[str, str], with_reports: bool) -> list[GradeRow]:
        try:
            return self.database.run(lambda c: reading.grade_rows(c, assignment, after, CHUNK, with_reports))
        except (Unknown, KeyError) as error:
            what = f"the gradebook {self.database.name} is damaged: a result cannot be read ({error})"
            raise OperatorError(f"{what}. Put a copy of it in its place, or grade anew into another.") from None

    def students(self, *, on_roster: bool | None = None) -> list[Student]:
        """Return everyone who is known."""
        return self.database.run(lambda c: reading.students(c, on_roster))

    def history(self, student: str | None = None, assignment: str | None = None) -> list[Event]:
        """Return what was graded and which grades changed: when, by whom, and why."""
        return self.database.run(lambda c: list(reading.history(c, student, assignment)))

    def known(self, run: Run, submissions: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Known]:
        """Return what there is of submissions (student, digest); parts by exercise digest."""
        return self.database.run(lambda c: reading.known(c, run.assignment, run.seed_digest, submissions))

    def unchanged(
        self, run: Run, basis: str, submissions: Sequence[tuple[str, str]]
    ) -> Mapping[tuple[str, str], Facts]:
        """Return the facts of submissions (student, digest) whose last report's files were written on this basis."""
        return self.database.run(lambda c: reading.unchanged(c, run.assignment, basis, submissions))

    def written(self, reports: Sequence[str]) -> Mapping[str, Written]:
        """Return what reports' files held when they were last written, by the report's id."""
        return self.database.run(lambda c: reading.written(c, reports)) if reports else {}

    def attempts(self, assignment: str, students: Sequence[str]) -> Mapping[str, Sequence[Attempt]]:
        """Return what students handed in for an assignment, ever, and was graded."""
        return self.database.run(lambda c: reading.attempts(c, assignment, students))

    def seed_digest(self, assignment: str) -> str | None:
        """Return the digest of the seed that an assignment was graded with last; None if it never was."""
        return self.database.run(lambda c: reading.seed_digest(c, assignment))

    def graded_students(self, run: Run) -> list[str]:
        """Return everyone of whom a submission for the run's assignment was graded, ever."""
        return self.database.run(lambda c: reading.graded_students(c, run.assignment))

    def reports(self, ids: Sequence[str]) -> Mapping[str, Report]:
        """Return reports by their ids."""
        found = self.database.run(lambda c: reading.reports(c, ids))
        return {name: report for name, (report, _) in found.items()}

    def scores_of(self, reports: Sequence[str]) -> Mapping[str, progress.Scores]:
        """Return what the exercises of reports earned, by the report's id."""
        return self.database.run(lambda c: progress.scores_of(c, reports))

    def manual_parts(self, assignment: str) -> tuple[ManualPart, ...]:
        """Return the parts of an assignment that people grade."""
        return self.database.run(lambda c: people.manual_parts(c, assignment))

    def marks(self, assignment: str, students: Sequence[str]) -> Mapping[str, Sequence[Mark]]:
        """Return the marks that count, by student; those who have none are left out."""
        return self.database.run(lambda c: people.last_marks(c, assignment, students))

    def requests(self) -> list[Request]:
        """Return what students asked to be looked at again, each with its last answer."""
        return self.database.run(people.all_requests)

    def everything_of(self, student: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """Return a student's rows of every table."""
        return self.database.run(lambda c: personal.everything_of(c, student))

    def language(self) -> str:
        """Return the language that the course's students read; "" where no course has said it."""
        return self.database.run(people.language)

    # ---- writing

    def add_marks(self, assignment: str, marks: Sequence[Mark]) -> list[Mark]:
        """Keep marks that are not what they were; return them."""
        return self.database.run(lambda c: people.add_marks(c, assignment, marks))

    def add_requests(self, requests: Sequence[Request]) -> int:
        """Keep requests; return how many are new."""
        now = datetime.now(UTC)
        return self.database.run(lambda c: people.add_requests(c, requests, now))

    def require_course(self, course: str, *, keep: bool = False, file: Path | None = None) -> None:
        """Make sure that this is the gradebook of a course.

        Parameters
        ----------
        course : str
            Its name; "" where it has none.
        keep : bool
            Whether to keep the name where no course is named yet.
        file : Path, optional
            Its settings: they tell courses apart that have no name, as long as both files are there.

        Raises
        ------
        OperatorError
            If it is another course's: an assignment and a student of one name would be taken for the same.
        """
        owner = self.database.run(lambda c: people.set_course(c, course) if keep and course else people.course(c))
        if file is not None and not owner and not course:
            self._require_place(file.resolve(), keep)
        if not owner or owner == writing.storable(course):
            return
        who = f"not of {course!r}" if course else "and here no course is named"
        way = "or, where it is the same course, give it its old name again" if course else f"or write name = {owner!r}"
        raise OperatorError(
            f"the gradebook {self.database.name} is that of the course {owner!r}, {who}: name another gradebook, {way} "
            "in course.toml"
        )

    def _require_place(self, file: Path, keep: bool) -> None:
        """Refuse the gradebook to a course without a name where another one without a name has it."""
        other = Path(self.database.run(people.place) or file)
        if other != file and other.is_file() and not other.samefile(file):
            raise OperatorError(
                f"the gradebook {self.database.name} is that of {other}, and {file} is another course; neither has a "
                "name. Name another gradebook in one of them; or where it is one course, give both the same name"
            )
        if keep:
            self.database.run(lambda c: people.set_place(c, str(file)))

    def set_contact(self, contact: str) -> None:
        """Keep whom students ask about their grades."""
        self.database.run(lambda c: people.set_contact(c, contact))

    def set_language(self, language: str) -> None:
        """Keep the language that the course's students read."""
        self.database.run(lambda c: people.set_language(c, language))

    def requests_of(self, assignment: str, students: Sequence[str]) -> Mapping[str, Sequence[Request]]:
        """Return what students asked of an assignment, with the answers; those who asked nothing are left out."""
        found = self.database.run(
            lambda c: people.requests_of(c, [assignment], [writing.storable(s) for s in students])
        )
        return {student: requests for (_, student), requests in found.items()}

    def answer(self, request: int, is_granted: bool, reason: str, by: str) -> None:
        """Keep the answer to a request."""
        now = datetime.now(UTC)
        self.database.run(lambda c: people.add_answer(c, request, is_granted, reason, by, now))

    def enrol(self, roster: Sequence[Student]) -> None:
        """Make the roster what it is now."""
        self.database.run(lambda c: writing.enrol(c, roster))

    def join(self, old: str, new: str) -> int:
        """Let everything of a student be of the id that the student has now; return how many rows that were."""
        return self.database.run(lambda c: personal.join(c, old, new))

    def forget(self, students: Sequence[str]) -> int:
        """Remove everything of some students for good; return how many rows there were."""
        count = self.database.run(lambda c: personal.forget(c, students))
        self.database.settle()
        return count

    def rename_staff(self, names: Sequence[str], instead: str) -> None:
        """Let another name stand where people gave marks, answers and grades under one of these."""
        self.database.run(lambda c: personal.rename_staff(c, names, instead))

    def begin(self, assignment: Assignment, seed_digest: str, why: str = "") -> Run:
        """Write down that an assignment is being graded: when, by whom, why."""
        run = Run(
            id=secrets.token_hex(8),
            number=0,
            assignment=assignment.id,
            assignment_digest=assignment.digest,
            seed_digest=seed_digest,
            started=datetime.now(UTC),
            who=who(),
            why=why,
            version=version(),
        )
        return replace(run, number=self.database.run(lambda c: writing.begin(c, run, assignment)))

    def record(self, run: Run, records: Sequence[Record]) -> None:
        """Keep submissions and their reports, all of them or none."""
        now = datetime.now(UTC)
        self.database.run(lambda c: writing.record(c, run, records, now))

    def record_written(self, several: Sequence[Written]) -> None:
        """Keep what reports' files hold now."""
        if several:
            self.database.run(lambda c: writing.record_written(c, several))

    def record_grades(self, run: Run, settled: Sequence[DecidedGrade], assignment: str = "") -> list[str]:
        """Keep grades of the run's assignment, or another, that are not what they were; return whose."""
        now = datetime.now(UTC)
        of = assignment or run.assignment
        return self.database.run(lambda c: writing.record_grades(c, run, of, settled, now))


def who() -> str:
    """Return the name of who is at this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container may have users without a name
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "somebody"


def version() -> str:
    """Return the grader's version."""
    try:
        return importlib.metadata.version("convgrader")
    except importlib.metadata.PackageNotFoundError:
        return "a checkout that is not installed"
