"""What `grader run` needs before it can begin: settings, cases, submissions, and somebody to grade them."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.classroom import roster as rosters
from grader.classroom.class_work import ClassWork, gather_class
from grader.classroom.digests import digests
from grader.classroom.intake import take_in
from grader.classroom.intake.taken import Taken
from grader.classroom.order import Order, files_of
from grader.classroom.pool import Pool
from grader.classroom.run import Alone, Performer
from grader.classroom.session import BATCH, OnDone, Session
from grader.classroom.settings import Settings, load_settings, read_seed
from grader.classroom.work import Bench
from grader.errors import OperatorError
from grader.gradebook import TEMPORARY, Gradebook
from grader.grading.grade import PUBLIC_SEED, Plan, plan
from grader.model import Assignment, Level, Student
from grader.sandbox.sandbox import Sandbox

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
    seed_file: Path | None
    jobs: int | None
    only: tuple[str, ...]
    why: str
    cluster: str | None
    watch: bool
    wanted: Level
    allow_weak: bool
    dialect: str
    folder: Path | None
    json_file: str | None


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
    seed: str = field(repr=False)


def job(options: Options, assignment: Assignment, sandbox: Sandbox) -> Job:
    """Read the course's settings, draw the cases, and tell the sandbox what the assignment allows."""
    settings = load_settings(options.course) if options.course else Settings()
    seed_file = options.seed_file or settings.seed_file
    seed = read_seed(seed_file) if seed_file else PUBLIC_SEED
    wanted: Level = "D" if options.allow_weak else options.wanted
    sandbox.configure(assignment.limits, assignment.imports, wanted)
    planned = plan(assignment, seed)
    order = Order(
        assignment=assignment.id,
        digest=assignment.digest,
        files=files_of(assignment),
        seed=seed,
        dialect=options.dialect,
        wanted=wanted,
        layers=tuple(sorted(sandbox.confinement.layers)),
        landlock_abi=sandbox.confinement.landlock_abi,
    )
    listed = options.roster or settings.roster
    return Job(
        options=options,
        settings=settings,
        plan=planned,
        digests=digests(planned, options.dialect),
        order=order,
        place=options.gradebook or settings.gradebook or TEMPORARY,
        roster=rosters.read(listed) if listed else None,
        seed=seed,
    )


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
    taken = take_in(
        options.directory,
        work,
        source=options.source,
        deadline=job.settings.deadlines.get(assignment),
        assignment=assignment,
    )
    return gather_class(taken, job.roster), taken.detected


def check_only(job: Job, handed_in: ClassWork, book: Gradebook) -> None:
    """Refuse to grade single students who are not there, or by other cases than everyone else was."""
    if not job.options.only:
        return
    students = {student.id for student, _ in handed_in.entries}
    unknown = [student for student in job.options.only if student not in students]
    if unknown:
        known = ", ".join(sorted(students)[:10])
        raise OperatorError(
            f"there is no submission of {', '.join(unknown)} in {job.options.directory}; there are those of "
            f"{known}{' and others' if len(students) > 10 else ''}"
        )
    before = book.seed_digest(job.plan.assignment.id)
    if before not in (None, job.plan.seed_digest):
        raise OperatorError(
            "everyone else was graded with another seed, so by other cases; name that seed, or grade all without --only"
        )


def session(job: Job, book: Gradebook, batch: int, on_done: OnDone) -> Session:
    """Write down that this run begins, and who is on the roster."""
    if job.roster is not None:
        book.enrol(job.roster)
    return Session(
        book=book,
        run=book.begin(job.plan.assignment, job.plan.seed_digest, job.options.why),
        plan=job.plan,
        digests=job.digests,
        settings=job.settings,
        out=job.options.out,
        wanted=job.order.wanted,
        only=job.options.only,
        batch=batch,
        on_done=on_done,
    )


@contextlib.contextmanager
def performer(job: Job, sandbox: Sandbox, total: int | None) -> Iterator[tuple[Performer, int]]:
    """Give somebody who performs work, and how many results to keep at once.

    A few submissions are graded by this process itself, each kept when it is done.
    """
    options = job.options
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    jobs = options.jobs or (cores if total is None else min(cores, 1 + total // WORTH))
    if options.cluster:
        from grader.classroom.cluster import Cluster

        with Cluster(options.cluster, job.order, job.plan, job.digests, sandbox.level) as cluster:
            yield cluster, BATCH
    elif jobs == 1 and options.jobs is None:
        yield Alone(Bench(plan=job.plan, dialect=options.dialect, digests=job.digests, sandbox=sandbox)), 1
    else:
        with Pool(job.order, jobs, job.plan, job.digests, sandbox.level) as pool:
            yield pool, BATCH
