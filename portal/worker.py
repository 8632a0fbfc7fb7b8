"""The worker: leases jobs, lets grading processes do them, and hands in what they made of them.

In: jobs.  Out: results. It may die after any instruction: see docs/decisions/0071. Student code never runs in it.
"""

import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait

from django.db.models import F

from grader.classroom.pool import GradingProcess, Lost
from grader.classroom.reading import read_entry
from grader.classroom.work import Done, Work, broken
from grader.errors import AuthorError, OperatorError
from grader.gradebook.codec import encode
from portal import leases
from portal.gradings import Grading, Gradings, confinement, entry_of
from portal.models import Offer, Submission
from portal.personal import Keeper
from portal.writer import Writer

LOG = logging.getLogger("portal")
DEATHS = 2  # of grading processes, until a submission is broken
NEWEST = 0.2  # that the last one counts in what grading takes
LATER_SECONDS = 30.0  # before a job that cannot be graded here is tried again


class LeaseLost(Exception):
    """A job is another worker's by now."""


class Worker:
    """A worker."""

    def __init__(self, gradings: Gradings) -> None:
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.gradings = gradings

    def step(self) -> bool:
        """Do one job, if there is one."""
        held = leases.lease(self.name)
        if held is None:
            return False
        submission = held.job.submission
        try:
            done = self.grade(held, self.gradings.of(submission.offer), submission)
        except (OperatorError, AuthorError, FileNotFoundError) as error:
            # The sandbox is too weak, the assignment is being changed, or whose it is was erased just now.
            LOG.error("job %s waits: %s", held.job.pk, error)
            leases.give_back(held, LATER_SECONDS)
            return False
        except LeaseLost:
            return True
        if leases.hand_in(held, encode(done)):
            usual = F("seconds") * (1 - NEWEST) + done.seconds * NEWEST
            Offer.objects.filter(pk=submission.offer_id).update(seconds=usual)
        return True

    def grade(self, held: leases.Lease, grading: Grading, submission: Submission) -> Done:
        """Grade a submission.

        Raises
        ------
        LeaseLost
            If it took so long, or this process stood still for so long, that another worker is at it.
        """
        with entry_of(submission) as entry:
            work = Work(number=held.job.pk, submission=read_entry(entry))
        done: Done | None = None
        for _ in range(0 if held.attempt > leases.MOST_ATTEMPTS else DEATHS):
            process = self.gradings.process_of(grading)
            process.send(work)
            try:
                done = self.answer(process, held)
            except Lost:
                grading.end()
                continue
            except BaseException:
                grading.end()  # it is still at it, or of no use
                raise
            if not done.is_broken:
                return done
            grading.end()  # its sandbox may be what broke
        return done or broken(work, grading.plan, grading.digests, grading.order.wanted, Lost())

    def answer(self, process: GradingProcess, held: leases.Lease) -> Done:
        """Wait for what a grading process makes of its work, and say meanwhile that we are at it."""
        while True:
            if not wait([process.channel], leases.HEARTBEAT_SECONDS):
                if not leases.renew(held):
                    raise LeaseLost
                continue
            answer = process.receive()
            if isinstance(answer, OperatorError):
                raise answer
            if isinstance(answer, Done):
                return answer


@contextmanager
def working() -> Iterator[Callable[[], bool]]:
    """Give what does a job, and writes what is done; False where there was nothing to do."""
    gradings = Gradings(confinement())
    worker, writer, keeper = Worker(gradings), Writer(gradings), Keeper()
    try:
        yield lambda: any([has_worked := worker.step(), writer.step(not has_worked), keeper.step()])
    finally:
        gradings.close()
