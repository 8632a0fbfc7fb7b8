"""The worker: leases jobs, lets grading processes do them, and hands in what they made of them.

In: jobs.  Out: results. It may die after any instruction: see docs/decisions/0071. Student code never runs in it.
"""

import logging
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import F

from grader.classroom.pool import Lost
from grader.classroom.reading import read_entry
from grader.classroom.work import Done, Work, broken
from grader.errors import AuthorError, OperatorError
from grader.gradebook.codec import encode
from portal import leases
from portal.gradings import Grading, Gradings, confinement, entry_of
from portal.models import Offer
from portal.personal import Keeper
from portal.writer import Writer

LOG = logging.getLogger("portal")
TURN_SECONDS = 1.0  # between two times that what is done is handed in while there is more
NEWEST = 0.2  # that the last ones count in what grading takes
LATER_SECONDS = 30.0  # before a job that cannot be graded here is tried again


class LeaseLost(Exception):
    """A job is another worker's by now."""


class Worker:
    """A worker. While a grading process is at a submission, it does what else there is to do: `meanwhile`."""

    def __init__(self, gradings: Gradings, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
        self.gradings, self.meanwhile = gradings, meanwhile
        self.held: dict[int, leases.Lease] = {}  # by job: those that are not done
        self.done: list[tuple[leases.Lease, Done]] = []  # and those whose results are not handed in yet
        self.turn = self.beat = 0.0  # when it is time for what else there is to do, and to renew leases

    def step(self) -> bool:
        """Do some jobs of one assignment, if there are any."""
        self.held, self.done = {one.job.pk: one for one in leases.lease(self.name)}, []
        if not self.held:
            return False
        self.turn = time.monotonic() + TURN_SECONDS
        self.beat = time.monotonic() + leases.HEARTBEAT_SECONDS
        grading: Grading | None = None
        try:
            grading = self.gradings.of(next(iter(self.held.values())).job.submission.offer)
            for done in self.gradings.pool_of(grading).perform(self.works(grading)):
                if done is not None:
                    self.take(done)
                self.take_turn()
            for one in self.held.values():
                leases.renew(one, 0.0)  # it is free at once
        except (OperatorError, AuthorError, FileNotFoundError) as error:
            # The sandbox is too weak, the assignment is being changed, or whose it is was erased just now.
            LOG.error("jobs from %s on wait: %s", min(self.held), error)
            for one in self.held.values():
                leases.give_back(one, LATER_SECONDS)
            return False
        except LeaseLost:
            for one in self.held.values():
                leases.give_back(one)
        finally:
            if self.held and grading is not None:
                grading.end()  # it is still at it, or broken
            self.hand_in()
        return True

    def works(self, grading: Grading) -> Iterator[Work]:
        """Yield the work that jobs are."""
        for held in list(self.held.values()):
            with entry_of(held.job.submission) as entry:
                work = Work(number=held.job.pk, submission=read_entry(entry))
            if held.attempt > leases.MOST_ATTEMPTS:
                self.take(broken(work, grading.plan, grading.digests, grading.order.wanted, Lost()))
            else:
                yield work

    def take(self, done: Done) -> None:
        """Take what was made of a job. What broke is graded once more, alone, by a new process with a new sandbox."""
        if not done.is_broken or self.held[done.number].attempt > 1:
            self.done.append((self.held.pop(done.number), done))

    def take_turn(self) -> None:
        """Now and then do what else there is to do, while the grading process is at work.

        Raises
        ------
        LeaseLost
            If it took so long, or this process stood still for so long, that another worker is at it.
        """
        if time.monotonic() >= self.turn:
            self.turn = time.monotonic() + TURN_SECONDS
            self.hand_in()
            self.meanwhile()
        if time.monotonic() >= self.beat:
            self.beat = time.monotonic() + leases.HEARTBEAT_SECONDS
            if sum(map(leases.renew, self.held.values())) < len(self.held):
                raise LeaseLost

    def hand_in(self) -> None:
        """Hand in what is done, together: each time waits for the disk."""
        done, self.done = self.done, []
        if not done:
            return
        with transaction.atomic():
            for one, result in done:
                leases.hand_in(one, encode(result))
            newest = sum(result.seconds for _, result in done) / len(done)
            offer = Offer.objects.filter(pk=done[0][0].job.submission.offer_id)
            offer.update(seconds=F("seconds") * (1 - NEWEST) + newest * NEWEST)


@contextmanager
def working() -> Iterator[Callable[[], bool]]:
    """Give what does some jobs, and writes what is done; False where there was nothing to do."""
    gradings = Gradings(confinement())
    writer, keeper = Writer(gradings), Keeper()
    worker = Worker(gradings, lambda: writer.step(False))
    try:
        yield lambda: any([has_worked := worker.step(), writer.step(not has_worked), keeper.step()])
    finally:
        gradings.close()
