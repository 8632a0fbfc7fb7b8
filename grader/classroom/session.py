"""One run over a class: which work there is, and what becomes of it. The gradebook first, files after it.

A report that lies below --out is in the gradebook; a run that is killed at any point leaves nothing that the next one
would have to repair, and the next one grades only what the gradebook does not hold.
"""

import itertools
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from grader.classroom.deciding import decide
from grader.classroom.entry import Entry
from grader.classroom.marks import marks_text
from grader.classroom.places import folder_name
from grader.classroom.reading import read_entry
from grader.classroom.requests import answers_text
from grader.classroom.settings import Settings
from grader.classroom.summary import Line, line_of
from grader.classroom.unchanged import JSON, TEXT, basis, is_as_written, line_as_written, written_as
from grader.classroom.work import Done, Work, as_it_was, is_whole, spoken_exercises
from grader.files import write_file
from grader.gradebook import Attempt, Facts, Gradebook, Known, Part, Record, Run, Sighting, Written
from grader.gradebook.writing import storable
from grader.grading.grade import Plan
from grader.languages import ENGLISH, Say, as_it_is
from grader.model import PUBLIC_SEED, Level, Mark, Request, Student, Submission, digest_of_seed
from grader.report import document, text
from grader.report.text import about_text
from grader.sandbox.levels import is_weaker
from grader.submissions.dialects import AUTO

CHUNK = 32  # submissions read at once
BATCH, BATCH_SECONDS = 50, 0.5  # results in one transaction, and how long the first of them waits

OnDone = Callable[[str, Done], None]


@dataclass(frozen=True, kw_only=True)
class _Pending:
    """A piece of work that somebody is at."""

    student: Student
    entry: Entry
    submission_digest: str
    facts: Facts | None
    cause: str


class Session:
    """What happens between reading a submission and its grade.

    Parameters
    ----------
    book : Gradebook
        Open to write.
    run : Run
    plan : Plan
    digests : mapping
        Of the exercises.
    settings : Settings
    out : Path, optional
        Reports go below it; None: only the gradebook has them.
    wanted : Level
        What was graded at a weaker one is graded again.
    dialect : str
        As the operator chose it.
    only : collection of str
        Students to grade again, whatever is known; of others nothing new is graded. None: everyone.
    batch : int
        Results in one transaction.
    on_done : callable
        Told each student and what was done, once it is kept.
    say : callable
        A sentence → that sentence in the course's language.
    language : str
        That language.
    """

    def __init__(
        self,
        *,
        book: Gradebook,
        run: Run,
        plan: Plan,
        digests: Mapping[str, str],
        settings: Settings,
        out: Path | None,
        wanted: Level,
        dialect: str = AUTO,
        only: Collection[str] = (),
        batch: int = BATCH,
        on_done: OnDone = lambda student, done: None,
        say: Say = as_it_is,
        language: str = ENGLISH,
    ) -> None:
        self.book, self.run, self.plan, self.digests = book, run, plan, digests
        self.settings, self.out, self.wanted, self.dialect = settings, out, wanted, dialect
        self.say = say
        self.is_public = run.seed_digest == digest_of_seed(run.assignment, PUBLIC_SEED)
        self.basis = basis(plan, digests, language, run.version)
        self.only, self.batch, self.on_done = frozenset(only), batch, on_done
        self.numbers = itertools.count()
        self.pending: dict[int, _Pending] = {}
        self.buffer: list[tuple[_Pending, Done]] = []
        self.since = 0.0
        self.lines: dict[str, Line] = {}  # of the summary, by student
        self.grades: dict[str, Fraction | None] = {}  # as they were decided, by student
        self.marks: dict[str, Sequence[Mark]] = {}  # what people gave, by student
        self.requests: dict[str, Sequence[Request]] = {}  # what students asked, by student
        self.changed: dict[str, set[str]] = {}  # whose grades of other assignments are others now
        self.done = self.known = 0  # submissions, and how many of them the gradebook held already
        self.fresh: list[Written] = []  # files that were written since the last look at the gradebook
        self.skipped: list[str] = []  # students that are left alone and not graded yet

    # ---- work to do

    def works(self, entries: Iterable[tuple[Student, Entry]]) -> Iterator[Work]:
        """Yield work for every entry; what the gradebook holds already comes with it, and is not graded again."""
        source = iter(entries)
        while chunk := list(itertools.islice(source, CHUNK)):
            found = [(student, entry, read_entry(entry)) for student, entry in chunk]
            unchanged = self._unchanged(found)
            keys = [(student.id, submission.digest) for student, _, submission in found]
            rest = [key for key in keys if key not in unchanged]
            known = self.book.known(self.run, rest) if rest else {}
            for student, entry, submission in found:
                key = student.id, submission.digest
                if key in unchanged:
                    self.take(self._as_it_was(student, entry, submission, unchanged[key]))
                elif (work := self._work(student, entry, submission, known[key])) is not None:
                    yield work

    def _unchanged(self, found: Sequence[tuple[Student, Entry, Submission]]) -> dict[tuple[str, str], Facts]:
        """Return the facts of submissions whose reports and files are known to be whole and of today's assignment."""
        if self.out is None or self.only:
            return {}
        facts = self.book.unchanged(self.run, self.basis, [(student.id, one.digest) for student, _, one in found])
        names = {(student.id, one.digest): one.name for student, _, one in found if one.problem is None}
        return {
            key: one
            for key, one in facts.items()
            if names.get(key) == one.name and not is_weaker(one.level, self.wanted)
        }

    def _as_it_was(self, student: Student, entry: Entry, submission: Submission, facts: Facts) -> Done:
        """Return work that nobody has to do: the gradebook has its report, and its files were written."""
        number = next(self.numbers)
        self.pending[number] = _Pending(
            student=student, entry=entry, submission_digest=submission.digest, facts=facts, cause=""
        )
        return as_it_was(number, facts)

    def _work(self, student: Student, entry: Entry, submission: Submission, known: Known) -> Work | None:
        forced = student.id in self.only
        kept, cause = ({}, "asked for") if forced and known.facts else self._kept(known)
        if (
            self.only
            and not forced
            and not (known.facts and is_whole(self.plan, known.facts.dialect, self.dialect, kept))
        ):
            self.skipped.append(student.id)
            return None
        number = next(self.numbers)
        self.pending[number] = _Pending(
            student=student, entry=entry, submission_digest=submission.digest, facts=known.facts, cause=cause
        )
        return Work(number=number, submission=submission, facts=known.facts, kept=kept)

    def _kept(self, known: Known) -> tuple[dict[str, Part], str]:
        """Return the parts of a submission that need not be graded again, and why others do."""
        if known.facts is None:
            return {}, "new submission"
        kept: dict[str, Part] = {}
        causes: dict[str, list[str]] = {}
        for planned in spoken_exercises(self.plan, known.facts.dialect, self.dialect):
            exercise = planned.exercise.id
            part = known.parts.get(self.digests[exercise])
            if part is None:
                is_new_seed = known.facts.seed_digest != self.run.seed_digest
                causes.setdefault("another seed" if is_new_seed else "changed", []).append(exercise)
            elif part.is_broken:
                causes.setdefault("the grader had failed", []).append(exercise)
            elif is_weaker(part.level, self.wanted):
                causes.setdefault("at a stronger level", []).append(exercise)
            else:
                kept[exercise] = part
        return kept, "; ".join(f"{cause}: {', '.join(names)}" for cause, names in causes.items())

    # ---- work that is done

    def take(self, done: Done | None) -> None:
        """Take what was done, if anything; keep it when there is enough, or when the first of it has waited."""
        if done is not None:
            if not self.buffer:
                self.since = time.monotonic()
            self.buffer.append((self.pending.pop(done.number), done))
        if self.buffer and (len(self.buffer) >= self.batch or time.monotonic() - self.since > BATCH_SECONDS):
            self.flush()

    def flush(self) -> None:
        """Keep what was done: in the gradebook, then in files."""
        if not self.buffer:
            return
        batch = self.buffer
        self.book.record(self.run, [self._record(pending, done) for pending, done in batch])
        students = list(dict.fromkeys(pending.student.id for pending, _ in batch))
        chosen = self.decide_grades(students)
        self.requests.update(self.book.requests_of(self.run.assignment, students))
        written = self.book.written([one.report for one in chosen.values() if one is not None]) if self.out else {}
        self.buffer = []
        fresh = {(pending.student.id, pending.submission_digest): done for pending, done in batch}
        for student in students:
            attempt = chosen[student]
            if attempt is not None:
                self._write(student, attempt, fresh.get((student, attempt.digest)), written.get(attempt.report))
        self.book.record_written(self.fresh)
        self.fresh = []
        for pending, done in batch:
            self.done += 1
            self.known += pending.facts is not None and all(part.id for part in done.parts)
            self.on_done(pending.student.id, done)

    def _record(self, pending: _Pending, done: Done) -> Record:
        entry = pending.entry
        sighting = Sighting(
            student=pending.student.id,
            digest=pending.submission_digest,
            name=done.facts.name,
            submitted=entry.submitted,
            is_late=entry.late,
            notes=entry.notes,
            place=done.number,
        )
        if pending.facts == done.facts:
            return Record(sighting=sighting)
        return Record(
            sighting=sighting,
            facts=done.facts,
            parts=done.parts,
            problem=done.problem,
            cause=pending.cause or "changed: the assignment",
            seconds=done.seconds,
        )

    def _write(self, student: str, attempt: Attempt, done: Done | None, written: Written | None) -> None:
        """Write the reports of the attempt that counts, where they are not there as they were written before."""
        if self.out is None:
            return
        folder = self.out / folder_name(student)
        marks, requests = self.marks.get(student, ()), self.requests.get(storable(student), ())
        has_people = bool(marks or requests or attempt.notes)  # what may change while the report stays
        is_current = written is not None and written.basis == self.basis and not has_people
        if written is not None and is_current and is_as_written(folder, written):
            self.lines[student] = line_as_written(written)
            return
        if done is not None and done.json and self.say is as_it_is:
            json, plain, line = done.json, done.text, done.line
        else:
            report = self.book.reports([attempt.report])[attempt.report]
            json, plain, line = document.to_json(report), text.render(report, say=self.say).encode(), line_of(report)
        self.lines[student] = line
        json = document.with_people(json, marks, requests)
        plain += about_text(attempt.notes, self.is_public, self.say).encode()
        plain += (marks_text(marks, self.say) + answers_text(requests, self.say)).encode()
        write_file(folder / JSON, json, is_private=True)
        write_file(folder / TEXT, plain, is_private=True)
        if not has_people and not attempt.is_broken:
            self.fresh.append(written_as(attempt.report, self.basis, json, plain, line))

    # ---- grades

    def decide_grades(
        self, students: Collection[str], reasons: Mapping[str, str] | None = None
    ) -> dict[str, Attempt | None]:
        """Decide students' grades; return the attempt that counts of each."""
        decided = decide(
            self.book, self.run, self.settings, self.plan.assignment.points, students, reasons or {}, self.changed
        )
        self.marks.update((student, one.marks) for student, one in decided.items())
        self.grades.update((student, one.verdict.grade) for student, one in decided.items())
        return {student: one.attempt for student, one in decided.items()}
