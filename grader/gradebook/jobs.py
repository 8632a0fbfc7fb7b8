"""Jobs for several graders: each is leased to one of them until a time, and is another's when that time is over.

A gradebook has one writer of grades. Graders do not write any: they lease a job, say from time to time that they are
still at it, and hand in what they made of it; the writer collects that. So a grader may die at any point, and its job
is done by another. A job on which graders die again and again is given up, and told.

In: an open database.  Out: jobs. Times are seconds since 1970, by the clock of whoever calls.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from grader.gradebook import tables
from grader.gradebook.connection import Database
from grader.gradebook.writing import add

LEASE_SECONDS = 60.0
MOST_ATTEMPTS = 3  # a job that killed so many graders is not given to a fourth
JOB = tables.job.c


@dataclass(frozen=True, kw_only=True)
class Lease:
    """The right of one grader to one job, until a time."""

    id: str
    data: bytes
    who: str
    attempt: int  # how many times it was leased, this one included


class Jobs:
    """The jobs of a gradebook.

    Parameters
    ----------
    database : Database
        Opened with ``shared=True``: without the right to write grades.
    clock : callable
        Returns seconds since 1970.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self.database, self.clock = database, clock

    def offer(self, jobs: Iterable[tuple[str, bytes]]) -> None:
        """Add jobs: id and what a grader needs to know. One that is there already stays as it is."""
        rows = [
            {"id": name, "data": data, "claimed_by": "", "claimed_until": 0.0, "attempts": 0} for name, data in jobs
        ]
        self.database.run(lambda c: add(c, tables.job, rows, ["id"]))

    def lease(self, who: str, seconds: float = LEASE_SECONDS) -> Lease | None:
        """Lease the first job that nobody is at; None if there is none."""
        now = self.clock()
        free = sa.and_(JOB.result.is_(None), JOB.claimed_until <= now, JOB.attempts < MOST_ATTEMPTS)

        def work(connection: sa.Connection) -> Lease | None:
            while True:
                row = connection.execute(sa.select(tables.job).where(free).order_by(JOB.number).limit(1)).first()
                if row is None:
                    return None
                taken = connection.execute(  # only if it is still as it was seen: two graders may see the same job
                    sa.update(tables.job)
                    .where(JOB.id == row.id, free, JOB.attempts == row.attempts)
                    .values(claimed_by=who, claimed_until=now + seconds, attempts=row.attempts + 1)
                )
                if taken.rowcount:
                    return Lease(id=row.id, data=bytes(row.data), who=who, attempt=row.attempts + 1)

        return self.database.run(work)

    def renew(self, lease: Lease, seconds: float = LEASE_SECONDS) -> bool:
        """Say that one is still at a job; return False where it is somebody else's by now."""
        return self._change(lease, claimed_until=self.clock() + seconds)

    def hand_in(self, lease: Lease, result: bytes) -> bool:
        """Hand in a result for the writer; return False, and keep nothing, where the job is somebody else's by now."""
        return self._change(lease, result=result)

    def give_back(self, lease: Lease) -> bool:
        """Let another grader have the job at once."""
        return self._change(lease, claimed_until=0.0, claimed_by="")

    def _change(self, lease: Lease, **values: object) -> bool:
        mine = sa.and_(
            JOB.id == lease.id, JOB.claimed_by == lease.who, JOB.attempts == lease.attempt, JOB.result.is_(None)
        )
        change = sa.update(tables.job).where(mine).values(**values)
        return bool(self.database.run(lambda c: c.execute(change).rowcount))

    def results(self, count: int = 50) -> list[tuple[str, bytes]]:
        """Return what graders handed in and the writer has not kept yet: id and result, in the order of the jobs."""
        query = sa.select(JOB.id, JOB.result).where(JOB.result.is_not(None)).order_by(JOB.number).limit(count)
        return [(row.id, bytes(row.result)) for row in self.database.run(lambda c: c.execute(query).all())]

    def forget(self, ids: Iterable[str]) -> None:
        """Remove jobs whose results are kept."""
        gone = sa.delete(tables.job).where(JOB.id.in_(list(ids)))
        self.database.run(lambda c: c.execute(gone))

    def given_up(self) -> list[str]:
        """Return jobs that were leased as often as may be, and of which nothing came."""
        lost = sa.and_(JOB.result.is_(None), JOB.claimed_until <= self.clock(), JOB.attempts >= MOST_ATTEMPTS)
        return list(self.database.run(lambda c: c.scalars(sa.select(JOB.id).where(lost).order_by(JOB.number)).all()))
