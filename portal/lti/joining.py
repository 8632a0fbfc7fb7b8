"""From a launch that was checked to a place in a course: whose course it is, who they are, which column it shows.

In: claims.  Out: rows. An LMS's course is joined to one of ours by a code that an instructor of ours has made.
"""

import time
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from portal.lti import people
from portal.lti.people import Attendant, Unusable
from portal.lti.tool import Claims
from portal.models import Column, Course, Launch, LmsCourse, Member, Offer, Person, Platform, Seat, note
from portal.tokens import RANDOM, digest_of, find_code, use_invitation

USED_LASTS = timedelta(hours=1)  # longer than a state
TICKET_LASTS = timedelta(hours=1)
ROSTER_SECONDS = 3600.0  # an instructor's launch takes an older roster again


def use_up(state: str, platform: Platform) -> Launch | None:
    """Use a state up; None where it was used before."""
    Launch.objects.filter(at__lt=timezone.now() - USED_LASTS).delete()
    try:
        with transaction.atomic():
            return Launch.objects.create(digest=digest_of(state), platform=platform)
    except IntegrityError:
        return None


def make_ticket(launch: Launch, claims: Claims, browser: str) -> str:
    """Keep what a launch says until its instructor has chosen; return what the form brings back."""
    text = get_random_string(RANDOM)
    values = {"ticket": digest_of(text), "claims": asdict(claims), "browser": browser, "at": timezone.now()}
    Launch.objects.filter(pk=launch.pk).update(**values)
    return text


def find_ticket(text: str) -> tuple[Launch, Claims] | None:
    """Return the launch that waits for a choice."""
    since = timezone.now() - TICKET_LASTS
    found = Launch.objects.filter(ticket=digest_of(text), at__gt=since).select_related("platform").first()
    return (found, Claims(**found.claims)) if found is not None and text else None


def use_ticket(launch: Launch) -> bool:
    """Use a ticket up; False where somebody was faster."""
    return bool(Launch.objects.filter(pk=launch.pk, ticket=launch.ticket).exclude(ticket="").update(ticket=""))


def lms_course_of(platform: Platform, claims: Claims) -> LmsCourse | None:
    """Return the course that a launch comes from, where it was joined to one of ours."""
    found = LmsCourse.objects.filter(platform=platform, deployment=claims.deployment, number=claims.context)
    return found.select_related("course", "platform").first()


def join(platform: Platform, claims: Claims, text: str) -> LmsCourse:
    """Join a platform's course to ours, by a code.

    Raises
    ------
    Unusable
        If the code is none.
    """
    with transaction.atomic():
        code = find_code(text, "join")
        if code is None or not use_invitation(code):
            raise Unusable("This code does not work: it was used, it is older than two weeks, or a newer one was made.")
        lms_course, _ = LmsCourse.objects.get_or_create(
            platform=platform, deployment=claims.deployment, number=claims.context, defaults={"course": code.course}
        )
        note(platform.title, lms_course.course, "joined an LMS's course", claims.context_title or claims.context)
    return lms_course


def enter(lms_course: LmsCourse, claims: Claims) -> tuple[Person, Member, Offer | None]:
    """Take what a launch says of a course, its person and a column; return who comes in, and what for.

    Raises
    ------
    Unusable
        If they have no part in the course, or are known here in another way.
    """
    if not claims.role:
        raise Unusable("In the LMS you are neither a student nor a teacher of this course.")
    who = Attendant(
        subject=claims.subject, role=claims.role, name=claims.name, email=claims.email, sis_id=claims.sis_id
    )
    course = lms_course.course
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=course.pk)  # of two launches at once, the second sees the first
        found, is_new = people.seat(lms_course, who)
        person = people.person_of(found, who, lms_course.platform)
        _refresh(lms_course, claims)
        offer = Offer.objects.filter(course=course, assignment=claims.assignment).first()
        if offer is not None:
            _show_column(lms_course, offer, claims)
        if is_new:
            people.count_change(course)
            people.tell_writer(course, [found.member.key])
    return person, Seat.objects.select_related("member").get(pk=found.pk).member, offer


def _refresh(lms_course: LmsCourse, claims: Claims) -> None:
    """Keep where a platform's services are, as the last launch says."""
    values: dict[str, Any] = {"title": claims.context_title or lms_course.title}
    if claims.members_url:
        values["members_url"] = claims.members_url
    if claims.columns_url:
        values |= {"columns_url": claims.columns_url, "makes_columns": claims.makes_columns}
    taken = lms_course.roster_taken
    is_old = taken is None or (timezone.now() - taken).total_seconds() > ROSTER_SECONDS
    if claims.role != "student" and is_old and lms_course.roster_due is None:
        values["roster_due"] = time.time()
    LmsCourse.objects.filter(pk=lms_course.pk).update(**values)


def _show_column(lms_course: LmsCourse, offer: Offer, claims: Claims) -> None:
    """Note the column of a link, or that one is to be made."""
    there = Column.objects.filter(lms_course=lms_course, offer=offer)
    if not claims.column_url and (there.exists() or not claims.makes_columns):
        return
    _, is_new = Column.objects.get_or_create(lms_course=lms_course, offer=offer, url=claims.column_url)
    if is_new and claims.column_url:
        there.filter(url="").delete()  # the link has one of its own
    if is_new:
        people.tell_writer(lms_course.course)
