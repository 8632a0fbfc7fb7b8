"""Hand in: a blob becomes a submission and a job, or the reason why not. One transaction.

In: a member, an offer, a blob, a clock.  Out: a Submission. What the file holds is the worker's business.
"""

from datetime import datetime, timedelta

from django.db import transaction

from portal.models import Extension, Job, Member, Offer, Submission, note

LONGEST_NAME = 120


class Refused(Exception):
    """Nothing was taken; the message says why, to a student."""


def plain_name(name: str) -> str:
    """Return a file's name as it can be written anywhere: its last part, without what does not print."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(one if one.isprintable() else "_" for one in last).strip(". ")
    return kept[-LONGEST_NAME:] or "submission"


def deadline_of(offer: Offer, member: Member) -> datetime | None:
    """Return until when a member's work is in time."""
    extension = Extension.objects.filter(offer=offer, member=member).first()
    return extension.until if extension else offer.due


def why_not(offer: Offer, member: Member, now: datetime) -> str:
    """Return why a member cannot hand in now; "" where they can."""
    if offer.opens is not None and now < offer.opens:
        return "This assignment is not open yet."
    extension = Extension.objects.filter(offer=offer, member=member).first()
    if offer.closes is not None and now > max(offer.closes, extension.until if extension else offer.closes):
        return "This assignment is closed: nothing is taken any more."
    own = Submission.objects.filter(offer=offer, member=member)
    if offer.attempts is not None and own.count() >= offer.attempts:
        return f"You have used all of your {offer.attempts} attempts."
    last = own.order_by("submitted").last()
    if last is not None and offer.cool_down:
        left = last.submitted + timedelta(seconds=offer.cool_down) - now
        if left > timedelta():
            minutes, seconds = divmod(int(left.total_seconds()) + 1, 60)
            return (
                f"Please wait {minutes} min {seconds} s before the next attempt. Use them to look at the last report."
            )
    return ""


def hand_in(offer: Offer, member: Member, *, digest: str, name: str, size: int, now: datetime) -> Submission:
    """Take a submission.

    Raises
    ------
    Refused
        If the course's rules do not allow it now.
    """
    with transaction.atomic():
        is_there = Member.objects.select_for_update().filter(pk=member.pk).first()  # of two, the second sees the first
        reason = why_not(offer, member, now) if is_there else "You are not in this course any more."
        if reason:
            raise Refused(reason)
        if not size:
            raise Refused("The file is empty. Choose the one that you wrote.")
        submission = Submission.objects.create(
            offer=offer, member=member, digest=digest, name=plain_name(name), size=size, submitted=now
        )
        Job.objects.create(submission=submission)
        note(member.key, offer.course, "handed in", submission.pk, {"assignment": offer.assignment, "digest": digest})
    return submission


def ask_again(submission: Submission, who: Member, reason: str) -> bool:
    """Let a submission be graded again; False where it waits already. What the gradebook has and still holds, stays."""
    with transaction.atomic():
        _, is_new = Job.objects.get_or_create(submission=submission)
        if is_new:
            note(who.key, submission.offer.course, "graded again", submission.pk, {"reason": reason})
    return is_new
