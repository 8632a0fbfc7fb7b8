"""What is kept about a person: found, given out whole, and erased. Counts and the audit stay, without the person.

A gradebook's writer is kept out while its rows go, so nothing that is being graded is written afterwards. Gradebooks
come first: whose their pseudonyms are, the portal's rows alone say. So what was killed half-way can be done again.
"""

import json
import logging
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from grader.errors import OperatorError
from grader.gradebook import Gradebook
from portal import grades
from portal.courses import gradebook_of
from portal.models import (
    AuditEntry,
    Course,
    Delivery,
    Extension,
    Member,
    Offer,
    Override,
    Person,
    Posting,
    Submission,
    note,
)
from portal.uploads import blobs

LOG = logging.getLogger("portal")
SECRETS = ("password", "digest", "token", "token_secret")  # of accounts and links; nobody needs them to know themselves
WRITER_SECONDS = 60.0  # to wait for a gradebook's writer
ARRIVING_SECONDS = 600.0  # an upload that is no older may be about to be a submission
ROUND_SECONDS = 86_400.0 / 256  # between two looks, each at one of 256 folders of uploads
ERASED = "somebody who was erased"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """Accounts and places in courses, as one person has them, or a course that has ended."""

    people: Sequence[Person]
    members: Sequence[Member]

    @property
    def submissions(self) -> "models.QuerySet[Submission]":
        """What they handed in, or somebody of their group did."""
        found = Submission.objects.filter(member__in=self.members)
        return found.select_related("offer__course", "member__course").order_by("offer__course", "pk")


def kept_of(person: Person) -> Kept:
    """Return what there is of somebody who has an account."""
    return Kept(people=[person], members=list(Member.objects.filter(person=person).select_related("course")))


def find(who: str) -> Kept:
    """Return what there is of a person, by an address, a roster's id, or the key that the student's page shows.

    Raises
    ------
    OperatorError
        If nobody is called so, or several are.
    """
    named = Q(key=who) | Q(roster_id=who) | Q(email__iexact=who) | Q(person__email=who.casefold())
    people = {one.pk: one for one in Person.objects.filter(Q(email=who.casefold()) | Q(member__in=_members(named)))}
    members = list(_members(named | Q(person__in=people)))
    if not who or not (members or people):  # many have no address
        raise OperatorError(f"nobody here is called {who}: give an address, a roster's id, or a key")
    several = {one.person_id or -one.pk for one in members} | set(people)
    if "@" not in who and len(several) > 1:
        keys = ", ".join(f"{one.key} ({one.title}, {one.course.slug})" for one in members)
        raise OperatorError(f"several are called {who}; name one by the address or the key: {keys}")
    return Kept(people=list(people.values()), members=members)


def _members(named: Q) -> "models.QuerySet[Member]":
    return Member.objects.filter(named).select_related("course").distinct()


def export(kept: Kept, target: IO[bytes]) -> int:
    """Write a ZIP of everything that is kept; return how many files it has. Passwords and links' digests stay here."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("everything.json", json.dumps(_facts(kept), indent=1, ensure_ascii=False, default=str))
        for one in kept.submissions:
            place = f"{one.offer.course.slug}/{one.offer.assignment}/{one.pk}"
            if blobs().path(one.digest).is_file():
                archive.write(blobs().path(one.digest), f"{place}/{one.name}")
            page = grades.report_page(one)
            if page is not None:
                archive.writestr(f"{place}/report.html", page)
        return len(archive.namelist())


def _facts(kept: Kept) -> dict[str, Any]:
    found: dict[str, Any] = {"Person": list(map(_row, kept.people)), "Member": list(map(_row, kept.members))}
    for model, rows in ((Person, kept.people), (Member, kept.members)):
        for one in model._meta.related_objects:
            named = {f"{one.field.name}__in": [row.pk for row in rows]}
            if one.related_model is not Member:
                found.setdefault(one.related_model.__name__, []).extend(
                    map(_row, one.related_model._default_manager.filter(**named))
                )
    found["Delivery"] = list(map(_row, Delivery.objects.filter(seat__member__in=kept.members)))
    found["AuditEntry"] = list(map(_row, _audit_of(kept)))
    found["gradebooks"] = {
        f"{one.course.slug} {one.key}": grades.book_of(one.course).everything_of(one.key) for one in kept.members
    }
    return found


def _row(one: models.Model) -> Mapping[str, Any]:
    """Return a row as it can be read; what is ours has no secret in its data, what others keep may have."""
    is_ours = one._meta.app_label == "portal"
    fields = [each for each in one._meta.concrete_fields if is_ours or not isinstance(each, models.JSONField)]
    return {each.attname: getattr(one, each.attname) for each in fields if each.name not in SECRETS}


def _audit_of(kept: Kept) -> "models.QuerySet[AuditEntry]":
    """Return what the audit says of them: what they did, and what was done about them or their work."""
    keys = [one.key for one in kept.members]
    numbers = [str(number) for number in kept.submissions.values_list("pk", flat=True)]
    own = Q(who__in=[*keys, *(one.email for one in kept.people)]) | Q(about__in=keys) | Q(data__student__in=keys)
    return AuditEntry.objects.filter(own | Q(about__in=numbers, what__in=("graded again", "looked at")))


def erase(kept: Kept, by: str) -> int:
    """Remove everything of somebody; return how many submissions there were.

    Raises
    ------
    OperatorError
        If a gradebook cannot be written to; nothing that the portal knows is removed then.
    """
    courses = sorted({one.course for one in kept.members}, key=lambda one: one.slug)
    digests = list(kept.submissions.values_list("digest", flat=True))
    with ExitStack() as stack:
        for course in courses:
            own = [one for one in kept.members if one.course == course]
            book = stack.enter_context(_writing(course))
            book.rename_staff([name for one in own if one.is_staff for name in _names_of(one)], ERASED)
            book.forget([one.key for one in own])
        with transaction.atomic():
            _erase_rows(kept, courses, by)
    _sweep(digests)
    return len(digests)


def _names_of(member: Member) -> set[str]:
    """Return what somebody may be called beside what they did."""
    return {member.name, member.email, member.roster_id} - {""}


def _writing(course: Course) -> Gradebook:
    """Open a gradebook to write; whoever writes to it now has done so in a moment."""
    end = time.monotonic() + WRITER_SECONDS
    while True:
        try:
            return Gradebook.open(gradebook_of(course), write=True)
        except OperatorError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def _erase_rows(kept: Kept, courses: Iterable[Course], by: str) -> None:
    members = [one.pk for one in kept.members]
    names = {one.key for one in kept.members} | {one.email for one in kept.people}
    for course in courses:
        own = kept.submissions.filter(offer__course=course)
        data = {"members": sum(one.course == course for one in kept.members), "submissions": own.count()}
        note(by, course, "erased people", "", data)
        Course.objects.filter(pk=course.pk).update(roster_version=F("roster_version") + 1)
    for entry in _audit_of(kept):
        who = ERASED if entry.who in names else entry.who
        data = {name: value for name, value in entry.data.items() if name == "assignment"}
        AuditEntry.objects.filter(pk=entry.pk).update(who=who, about="", data=data)
    for member in kept.members:
        called = _names_of(member)
        for model in (Extension, Override):
            model.objects.filter(offer__course=member.course, who__in=called).update(who=ERASED)
        for posting in Posting.objects.filter(course=member.course, kind__in=("mark", "answer")):
            kept_data = {name: ERASED if text in called else text for name, text in posting.data.items()}
            Posting.objects.filter(pk=posting.pk).update(data=kept_data)
    Submission.objects.filter(member__in=members).delete()
    Member.objects.filter(pk__in=members).delete()
    gone = Person.objects.filter(pk__in=[one.pk for one in kept.people], member=None)
    numbers = {str(one.pk) for one in gone}
    gone.delete()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") in numbers:
            session.delete()


def _sweep(digests: Iterable[str]) -> None:
    """Remove uploads that are nobody's, unless they have only just arrived."""
    for digest in digests:
        path = blobs().path(digest)
        is_old = path.is_file() and path.stat().st_mtime < time.time() - ARRIVING_SECONDS
        if is_old and not Submission.objects.filter(digest=digest).exists():
            path.unlink(missing_ok=True)


def ended(now: datetime) -> Iterator[Kept]:
    """Yield the students of each course that has ended, and whose work is not to be kept any longer."""
    for course in Course.objects.exclude(keep_days=None).order_by("slug"):
        offers = Offer.objects.filter(course=course)
        lasts = offers.aggregate(Max("due"), Max("closes"), Max("extension__until"), Max("submission__submitted"))
        last = max(filter(None, lasts.values()), default=None)
        members = list(_members(Q(course=course, role="student")))
        if members and last is not None and now > last + timedelta(days=course.keep_days or 0):
            yield Kept(people=list(Person.objects.filter(member__in=members)), members=members)


def erase_ended(now: datetime) -> None:
    """Erase the students of courses that have ended; once, because the next students may be on the roster already."""
    for kept in list(ended(now)):
        erase(kept, "the course's rules")
        Course.objects.filter(pk=kept.members[0].course_id).update(keep_days=None)


class Keeper:
    """Removes in time what is not to be kept: the work of courses that have ended, uploads that are nobody's."""

    def __init__(self) -> None:
        self.due, self.folder = 0.0, 0

    def step(self) -> bool:
        """Look once in a while; False, for it is no work that others wait for."""
        if time.monotonic() >= self.due:
            self.due, self.folder = time.monotonic() + ROUND_SECONDS, (self.folder + 1) % 256
            try:
                erase_ended(timezone.now())
            except OperatorError as error:
                LOG.error("what is not to be kept any longer waits: %s", error)
            _sweep(one.name for one in (blobs().folder / f"{self.folder:02x}").glob("*"))
        return False
