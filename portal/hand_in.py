"""Hand in: a blob becomes a submission and a job, or the reason why not. One transaction.

In: a member, an offer, a blob, a clock.  Out: a Submission. What the file holds is the worker's business.
"""

from datetime import datetime, timedelta

from django.db import transaction

from portal.models import Extension, Job, Member, Offer, Role, Submission, note

LONGEST_NAME = 120


class Refused(Exception):
    """Nothing was taken; the message says why, to a student."""


def plain_name(name: str) -> str:
    """Return a file's name as it can be written anywhere: its last part, without what does not print."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(one if one.isprintable() else "_" for one in last).strip(". ")
    return kept[-LONGEST_NAME:] or "submission"


def partners_of(offer: Offer, member: Member) -> list[Member]:
    """Return who has what a member hands in, too: the others of their group, where groups hand an offer in."""
    if not offer.by_group or not member.group:
        return []
    group = Member.objects.filter(course=offer.course, role=Role.STUDENT, is_active=True, group=member.group)
    return list(group.exclude(pk=member.pk).order_by("pk"))


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
    """Take a submission; of a group, everybody has one, and this member has handed it in.

    Raises
    ------
    Refused
        If the course's rules do not allow it now.
    """
    with transaction.atomic():
        partners = partners_of(offer, member)
        of_all = [member.pk, *(one.pk for one in partners)]
        locked = list(Member.objects.select_for_update().filter(pk__in=of_all).order_by("pk"))
        reason = why_not(offer, member, now)  # of two at the same moment, the second sees the first
        if member not in locked:
            reason = "You are not in this course any more."
        if reason:
            raise Refused(reason)
        if not size:
            raise Refused("The file is empty. Choose the one that you wrote.")
        facts = {"digest": digest, "name": plain_name(name), "size": size, "submitted": now}
        submission = Submission.objects.create(offer=offer, member=member, **facts)
        theirs = [Submission.objects.create(offer=offer, member=one, by=member, **facts) for one in partners]
        Job.objects.bulk_create(Job(submission=one) for one in (submission, *theirs))
        data = {"assignment": offer.assignment, "digest": digest} | ({"group": member.group} if theirs else {})
        note(member.key, offer.course, "handed in", submission.pk, data)
    return submission


def ask_again(submission: Submission, who: Member, reason: str) -> bool:
    """Let a submission be graded again, for all of a group; False where it waits already.

    What the gradebook has and still holds, stays.
    """
    facts = {name: getattr(submission, name) for name in ("offer", "digest", "submitted")}
    same = Submission.objects.filter(**facts)
    with transaction.atomic():
        made = [Job.objects.get_or_create(submission=each)[1] for each in same]
        if any(made):
            note(who.key, submission.offer.course, "graded again", submission.pk, {"reason": reason})
    return any(made)
