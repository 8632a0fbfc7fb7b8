"""Jobs, leased to one worker until a time: docs/decisions/0050, in the portal's own database.

What is claimed, renewed or handed in is changed only if it is as it was seen, so two workers never have one job.
"""

import time
from dataclasses import dataclass

from django.db.models import QuerySet

from portal.models import Job

LEASE_SECONDS = 60.0
HEARTBEAT_SECONDS = 15.0
MOST_ATTEMPTS = 8  # workers that may die of a job; the one after them hands in that it is broken


@dataclass(frozen=True, kw_only=True)
class Lease:
    """The right of one worker to one job, until a time."""

    job: Job
    who: str
    attempt: int


def lease(who: str, seconds: float = LEASE_SECONDS) -> Lease | None:
    """Lease the first job that nobody is at; None if there is none."""
    while True:
        now = time.time()
        waiting = Job.objects.filter(result=None, claimed_until__lte=now).order_by("pk")
        job = waiting.select_related("submission__offer__course", "submission__member").first()
        if job is None:
            return None
        seen = Job.objects.filter(pk=job.pk, result=None, claimed_until__lte=now, attempts=job.attempts)
        if seen.update(claimed_by=who, claimed_until=now + seconds, attempts=job.attempts + 1):
            return Lease(job=job, who=who, attempt=job.attempts + 1)


def _mine(held: Lease) -> QuerySet[Job]:
    return Job.objects.filter(pk=held.job.pk, claimed_by=held.who, attempts=held.attempt, result=None)


def renew(held: Lease, seconds: float = LEASE_SECONDS) -> bool:
    """Say that one is still at a job; False where it is somebody else's by now."""
    return bool(_mine(held).update(claimed_until=time.time() + seconds))


def hand_in(held: Lease, result: bytes) -> bool:
    """Hand in a result for a writer; False where the job is somebody else's by now, and nothing is kept."""
    return bool(_mine(held).update(result=result))


def give_back(held: Lease, seconds: float = 0.0) -> bool:
    """Let another worker have the job, at once or after a while; it does not count as an attempt."""
    return bool(_mine(held).update(claimed_by="", claimed_until=time.time() + seconds, attempts=held.attempt - 1))


def ahead_of(job: Job) -> int:
    """Return how many jobs are graded before this one."""
    return Job.objects.filter(result=None, pk__lt=job.pk).count()
