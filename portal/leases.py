"""Jobs, leased to one worker until a time: docs/decisions/0050, in the portal's own database.

What is claimed, renewed or handed in is changed only if it is as it was seen, so two workers never have one job.
"""

import math
import time
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, F, QuerySet, Sum

from portal.models import Job

LEASE_SECONDS = 60.0
HEARTBEAT_SECONDS = 15.0
ROUND_SECONDS = 2.0  # that a worker's jobs take together, as the last ones did
MOST_JOBS = 32  # of a worker at once
MOST_ATTEMPTS = 8  # workers that may die of a job; the one after them hands in that it is broken


@dataclass(frozen=True, kw_only=True)
class Lease:
    """The right of one worker to one job, until a time."""

    job: Job
    who: str
    attempt: int


def lease(who: str, seconds: float = LEASE_SECONDS) -> list[Lease]:
    """Lease the first job that nobody is at, and with it some of the same offer: a worker's share of a short while.

    A job that was leased before is leased alone: if workers die of it, no other job dies with it.
    """
    while True:
        now = time.time()
        free = Job.objects.filter(result=None, claimed_until__lte=now).order_by("pk")
        first = free.select_related("submission__offer").first()
        if first is None:
            return []
        offer, chosen = first.submission.offer, [first.pk]
        if not first.attempts:
            same = free.filter(submission__offer=offer, attempts=0)
            in_a_round = ROUND_SECONDS / max(offer.seconds, ROUND_SECONDS / MOST_JOBS)
            share = math.ceil(min(in_a_round, same.count() / settings.PORTAL.workers))
            chosen = list(same.values_list("pk", flat=True)[:share])
        taken = Job.objects.filter(pk__in=chosen, result=None, claimed_until__lte=now)
        if taken.update(claimed_by=who, claimed_until=now + seconds, attempts=F("attempts") + 1):
            mine = Job.objects.filter(claimed_by=who, claimed_until=now + seconds, result=None).order_by("pk")
            jobs = mine.select_related("submission__offer__course", "submission__member")
            return [Lease(job=job, who=who, attempt=job.attempts) for job in jobs]


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


def wait_of(job: Job) -> tuple[int, int]:
    """Return a job's place in the queue, from 1, and in how many minutes it is graded, as the last ones were."""
    until = Job.objects.filter(result=None, pk__lte=job.pk)
    found = until.aggregate(place=Count("pk"), seconds=Sum("submission__offer__seconds", default=0.0))
    return max(1, found["place"]), math.ceil(found["seconds"] / settings.PORTAL.workers / 60)
