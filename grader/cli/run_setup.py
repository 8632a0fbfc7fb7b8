"""What `grader run` needs before it can begin: settings, cases, submissions, and somebody to grade them."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from grader.authoring.assignment import assignment_ids, load_assignment, load_contents
from grader.classroom import roster as rosters
from grader.classroom.class_work import ClassWork, gather_class
from grader.classroom.digests import digests
from grader.classroom.extensions import for_students
from grader.classroom.groups import Groups, groups_of
from grader.classroom.intake import take_in
from grader.classroom.intake.taken import Taken
from grader.classroom.order import Order, files_of
from grader.classroom.pool import Pool
from grader.classroom.run import Alone, Performer
from grader.classroom.session import BATCH, OnDone, Session
from grader.classroom.settings import Known, Settings, load_settings, read_seed, salted
from grader.classroom.times import Times, read_times
from grader.classroom.work import Bench
from grader.cli import screen
from grader.cli.common import words
from grader.errors import AuthorError, OperatorError, say_unknown
from grader.gradebook import TEMPORARY, Gradebook
from grader.grading.grade import Plan, plan
from grader.model import PUBLIC_SEED, Assignment, Level, Student
from grader.sandbox.levels import least
from grader.sandbox.sandbox import Sandbox
from grader.topics.loading import assignments_folder

SAMPLE = 100  # submissions that are looked at before a run begins, of a class of any size
FEW = 0.1  # of a class: so many may have functions of the assignment, and it is another one's class all the same
WORTH = 16  # submissions that it takes until another grading process pays for its start


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the command line says."""

    directory: Path
    name: str
    out: Path
    source: str
    course: Path | None
    gradebook: str | None
    roster: Path | None
    groups: Path | None
    times: Path | None
    seed_file: Path | None
    jobs: int | None
    only: tuple[str, ...]
    why: str
    cluster: str | None
    watch: bool
    wanted: Level
    allow_weak: bool
    portable: bool
    anyway: bool
    dialect: str
    folder: Path | None
    json_file: str | None
    lang: str | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Job:
    """What is to be graded, and how."""

    options: Options
    settings: Settings
    plan: Plan
    digests: dict[str, str]
    order: Order
    place: str  # of the gradebook
    roster: tuple[Student, ...] | None
    former: Mapping[str, str]  # ids that students had before, by those that they have now
    groups: Groups
    times: Times
    seed: str = field(repr=False)


def job(options: Options, assignment: Assignment, sandbox: Sandbox) -> Job:
    """Read the course's settings, draw the cases, and tell the sandbox what the assignment allows."""
    settings = load_settings(options.course, known_to(options)) if options.course else Settings()
    seed_file = options.seed_file or settings.seed_file
    seed = salted(read_seed(seed_file), settings.name) if seed_file else PUBLIC_SEED
    wanted = least(None if options.allow_weak else options.wanted, accepts_weak=options.allow_weak)
    sandbox.configure(assignment.limits, assignment.imports, wanted)
    planned = plan(assignment, seed, settings.effort)
    order = Order(
        assignment=assignment.id,
        digest=assignment.digest,
        files=files_of(assignment),
        seed=seed,
        dialect=options.dialect,
        wanted=wanted,
        layers=tuple(sorted(sandbox.confinement.layers)),
        landlock_abi=sandbox.confinement.landlock_abi,
        effort=settings.effort,
    )
    listed = options.roster or settings.roster
    roster = rosters.read(listed) if listed else None
    grouped = options.groups or settings.groups
    if grouped and roster is None:
        raise OperatorError(f"{grouped} says who is in which group of a roster: give the --roster too")
    groups = groups_of(roster, grouped) if roster else Groups()
    settings = replace(settings, extensions=for_students(settings.extensions, groups))
    return Job(
        options=options,
        settings=settings,
        plan=planned,
        digests=digests(planned, options.dialect),
        order=order,
        place=options.gradebook or settings.gradebook or TEMPORARY,
        roster=roster,
        former=rosters.former_ids(listed) if listed else {},
        groups=groups,
        times=_times(options, listed, settings.deadlines.get(assignment.id)),
        seed=seed,
    )


def _times(options: Options, roster: Path | None, due: datetime | None) -> Times:
    """Read when submissions came: from the sheet for it, or from a roster that is a worksheet of Moodle."""
    zone = due.tzinfo if due is not None else None
    if options.times is not None:
        return read_times(options.times, zone)
    return read_times(roster, zone, is_worksheet=True) if roster is not None else Times()


def find(job: Job, work: Path) -> tuple[ClassWork, str]:
    """Find what was handed in, and whose it is; say how the class was read.

    Parameters
    ----------
    job : Job
    work : Path
        A folder of ours, for what an archive holds.
    """
    options, assignment = job.options, job.plan.assignment.id
    if options.watch and options.directory.is_dir() and not any(options.directory.iterdir()):
        return gather_class(Taken(source="plain", detected="nothing yet", entries=()), job.roster), ""
    due = job.settings.deadlines.get(assignment)
    taken = take_in(
        options.directory,
        work,
        source=options.source,
        deadline=due,
        assignment=assignment,
        extended=_extended(job),
    )
    later = {one.student for one in job.settings.extensions if one.assignment == assignment}
    return gather_class(taken, job.roster, job.groups, job.times, due, later, job.former), taken.detected


def _extended(job: Job) -> dict[str, datetime]:
    """Return the later deadlines of this assignment by what a clone may be called after: a login, an id, a group."""
    by_id = {student.id: student for student in job.roster or ()}
    found: dict[str, datetime] = {}
    for one in job.settings.extensions:
        if one.assignment != job.plan.assignment.id:
            continue
        student = by_id.get(one.student, Student(id=one.student))
        for name in {student.id, student.github, student.login, one.group} - {""}:
            found[name.casefold()] = max(one.until, found.get(name.casefold(), one.until))
    return found


def check_only(job: Job, handed_in: ClassWork, book: Gradebook) -> None:
    """Refuse to grade single students who are not there, or by other cases than everyone else was."""
    if not job.options.only:
        return
    students = {student.id for student, _ in handed_in.entries}
    unknown = [student for student in job.options.only if student not in students]
    if unknown:
        where = f"in {job.options.directory} there is no submission of"
        raise OperatorError(" ".join(say_unknown(where, student, sorted(students)) for student in unknown))
    before = book.seed_digest(job.plan.assignment.id)
    if before not in (None, job.plan.seed_digest):
        raise OperatorError(
            "everyone else was graded with another seed, so by other cases; name that seed, or grade all without --only"
        )


def known_to(options: Options) -> Known:
    """Return what a course's settings may speak of: the assignments that come with the grader, and those given."""
    points: dict[str, Fraction] = {}
    for where in {assignments_folder(), options.folder or assignments_folder()}:
        for found in assignment_ids(where):
            with contextlib.suppress(AuthorError):
                points[found] = load_contents(where / found).points
    return Known(points=points, roster=options.roster, groups=options.groups)


def check_assignment(job: Job, handed_in: ClassWork) -> None:
    """Stop before a grade is written where a class holds another assignment's functions.

    Nobody means to give a whole class 0. One student who handed in the wrong file is another matter.
    """
    if job.options.anyway or job.options.only:
        return
    from grader.classroom.reading import read_entry
    from grader.submissions.dialects import list_exercises
    from grader.topics.loading import shipped_topics

    topics = list(shipped_topics())
    sample = handed_in.entries[:: max(1, len(handed_in.entries) // SAMPLE)]
    own = {exercise.id for exercise in job.plan.assignment.exercises}
    found: list[set[str]] = []
    for _, entry in sample:
        found.append(list_exercises(read_entry(entry), topics))
        if sum(bool(names & own) for names in found) > FEW * len(sample):
            return  # the first few tell, in a class that is the right one
    if not found:
        return
    counts = {other: sum(bool(names & ids) for names in found) for other, ids in _other_assignments(job).items()}
    best = max(counts, key=lambda other: counts[other], default="")
    if best and counts[best] > len(found) / 2:
        looked = "" if len(sample) == len(handed_in.entries) else f" that were looked at, of {len(handed_in.entries)}"
        raise OperatorError(
            f"{counts[best]} of {len(found)} submissions{looked} have functions of {best}, and hardly any has one of "
            f"{job.plan.assignment.id}: did you mean -a {best}? Nothing was graded. --anyway grades them all the same."
        )


def _other_assignments(job: Job) -> dict[str, set[str]]:
    """Return the exercises of every other assignment."""
    where = job.plan.assignment.folder.parent
    others = [other for other in assignment_ids(where) if other != job.plan.assignment.id]
    found: dict[str, set[str]] = {}
    for other in others:
        with contextlib.suppress(AuthorError):  # its mistakes are not this run's business
            found[other] = {exercise.id for exercise in load_assignment(where / other).exercises}
    return found


def session(job: Job, book: Gradebook, batch: int, on_done: OnDone) -> Session:
    """Write down that this run begins, and who is on the roster."""
    book.require_course(job.settings.name, keep=True, file=job.options.course)  # first: another's stays as it is
    if job.roster is not None:
        for new, old in job.former.items():
            if book.join(old, new):
                screen.say(f"{old} is {new} now: everything the gradebook had of {old} is of {new}", err=True)
        book.enrol(job.roster)
    if job.options.course:
        book.set_contact(job.settings.contact)
        book.set_language(job.settings.language)
    language, say = words(job.options.lang or job.settings.language, [job.plan.assignment.folder], {})
    return Session(
        book=book,
        run=book.begin(job.plan.assignment, job.plan.seed_digest, job.options.why),
        plan=job.plan,
        digests=job.digests,
        settings=job.settings,
        out=job.options.out,
        wanted=job.order.wanted,
        dialect=job.options.dialect,
        only=job.options.only,
        batch=batch,
        on_done=on_done,
        say=say,
        language=language,
    )


@contextlib.contextmanager
def performer(job: Job, sandbox: Sandbox, total: int | None) -> Iterator[tuple[Performer, int]]:
    """Give somebody who performs work, and how many results to keep at once.

    A few submissions are graded by this process itself, each kept when it is done.
    """
    options = job.options
    if sandbox.is_portable and (options.jobs or options.cluster):
        raise OperatorError("the portable worker grades one submission after another: leave out --jobs and --cluster.")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    jobs = options.jobs or (cores if total is None else min(cores, 1 + total // WORTH))
    if options.cluster:
        from grader.classroom.cluster import Cluster

        with Cluster(options.cluster, job.order, job.plan, job.digests, sandbox.level) as cluster:
            yield cluster, BATCH
    elif sandbox.is_portable or (jobs == 1 and options.jobs is None):
        yield Alone(Bench(plan=job.plan, dialect=options.dialect, digests=job.digests, sandbox=sandbox)), 1
    else:
        with Pool(job.order, jobs, job.plan, job.digests, sandbox.level) as pool:
            yield pool, BATCH
