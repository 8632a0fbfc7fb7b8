"""An LMS's people as members: by a launch one at a time, by its roster all at once.

A platform that a course was joined to says who is in it, and as what. It never says who somebody is here: a person of
an LMS is found by the platform's name for them, and an address in a message joins nobody to an account.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from portal.models import Course, LmsCourse, Member, Person, Platform, Posting, Role, Seat, note
from portal.rosters import Changed
from portal.tokens import digest_of


class Unusable(Exception):
    """A launch that is not let in; the message says why, to a person."""


@dataclass(frozen=True, kw_only=True)
class Attendant:
    """Somebody in a platform's course, as it says."""

    subject: str
    role: str
    name: str = ""
    email: str = ""
    sis_id: str = ""


def seat(lms_course: LmsCourse, who: Attendant) -> tuple[Seat, bool]:
    """Return somebody's seat, and whether it is new. Call it in a transaction."""
    found = Seat.objects.filter(lms_course=lms_course, subject=who.subject).select_related("member").first()
    facts = {name: getattr(who, name) for name in ("name", "email", "sis_id") if getattr(who, name)}
    member = _known(lms_course, who) or _new(lms_course.course, who) if found is None else found.member
    Member.objects.filter(pk=member.pk).update(role=who.role, is_active=True, **facts)
    member.refresh_from_db()
    if found is not None:
        return found, False
    made = Seat.objects.create(lms_course=lms_course, subject=who.subject, member=member)
    note(lms_course.platform.title, lms_course.course, "came from the LMS", member.key, {"role": who.role})
    return made, True


def _known(lms_course: LmsCourse, who: Attendant) -> Member | None:
    """Return the member that a roster made of them before: a student who has no account yet, and no seat."""
    same = Q(pk__in=[])
    if who.sis_id:
        same |= Q(sis_id=who.sis_id) | Q(roster_id=who.sis_id)
    if who.email:
        same |= Q(email__iexact=who.email)
    free = Member.objects.filter(course=lms_course.course, role=Role.STUDENT, person=None, seat=None)
    found = list(free.filter(same)[:2]) if who.role == Role.STUDENT else []
    if found:
        return found[0] if len(found) == 1 else None
    others = Person.objects.filter(issuer=lms_course.platform.issuer, subject=who.subject)  # by its courses or tools
    return Member.objects.filter(course=lms_course.course, person__in=others).first()


def _new(course: Course, who: Attendant) -> Member:
    roster_id = who.sis_id or who.subject[:200]
    if Member.objects.filter(course=course, roster_id=roster_id).exists():
        roster_id = f"{roster_id[:180]} {digest_of(who.subject)[:12]}"
    return Member.objects.create(course=course, roster_id=roster_id, role=who.role)


def person_of(found: Seat, who: Attendant, platform: Platform) -> Person:
    """Return the person behind a seat, who may sign in by launches and has no password. Call it in a transaction."""
    unknown = f"{digest_of(f'{platform.issuer} {who.subject}')[:32]}@lms.invalid"
    person, is_new = Person.objects.get_or_create(
        issuer=platform.issuer, subject=who.subject, defaults={"email": unknown, "name": who.name}
    )
    if is_new:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    if found.member.person_id is None:
        Member.objects.filter(pk=found.member.pk).update(person=person)
    elif found.member.person_id != person.pk:
        raise Unusable("You have an account with a password in this course. Sign in with that, please.")
    return person


def tell_writer(course: Course, keys: list[str] | None = None) -> None:
    """Ask the writer to look again at what platforms have to be told: of some members, or of all."""
    if keys is None and Posting.objects.filter(course=course, kind="tell", data={}).exists():
        return
    Posting.objects.create(course=course, kind="tell", data={} if keys is None else {"keys": keys})


def count_change(course: Course) -> None:
    """Let the writer tell the gradebook the roster."""
    Course.objects.filter(pk=course.pk).update(roster_version=F("roster_version") + 1)


def take_roster(lms_course: LmsCourse, listed: Iterable[Attendant]) -> Changed:
    """Make a platform's roster a course's members. Who has a seat there and is not listed is not active any more."""
    added, keys, subjects = 0, [], set()
    with transaction.atomic():
        for who in listed:
            if who.role and who.subject not in subjects:
                subjects.add(who.subject)
                found, is_new = seat(lms_course, who)
                added += is_new
                if is_new:
                    keys.append(found.member.key)
        gone = 0
        if subjects:  # a list of nobody is a mistake
            left = Seat.objects.filter(lms_course=lms_course).exclude(subject__in=subjects)
            elsewhere = Seat.objects.exclude(lms_course=lms_course).values("member")
            rest = Member.objects.filter(pk__in=left.values("member"), is_active=True).exclude(pk__in=elsewhere)
            gone = rest.update(is_active=False)
        count_change(lms_course.course)
        if keys:
            tell_writer(lms_course.course, keys)
        note(lms_course.platform.title, lms_course.course, "sent its roster", "", {"added": added, "gone": gone})
    return Changed(added=added, kept=len(subjects) - added, gone=gone)
