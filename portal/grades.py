"""What pages say of grades: read from a course's gradebook, and never written.

In: a member, a submission.  Out: grade rows and attempts of `grader.gradebook`.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from django.db.models import Count

from grader.classroom.deciding import NOTHING
from grader.gradebook import Attempt, Gradebook
from grader.gradebook.insights import Insights, analyse, outline
from grader.gradebook.progress import changed, is_stuck
from grader.languages import ENGLISH
from grader.lecture.frame import framed_in_report
from grader.model import GradeRow
from grader.report.pages import class_page, student_page
from portal.courses import assignment_folder, gradebook_of, student_of
from portal.languages import catalogue_of_pages, catalogue_of_topic
from portal.leases import wait_of
from portal.models import Course, Job, Member, Offer, Submission

State = Literal["waiting", "grading", "graded"]
FRESH_SECONDS = 4.0  # how old what a class page says may be
NOT_COUNTED = "This attempt is not the one that counts."


@lru_cache(maxsize=64)
def _open(place: str) -> Gradebook:
    return Gradebook.open(place)


def book_of(course: Course) -> Gradebook:
    """Return a course's gradebook, open to read."""
    return _open(gradebook_of(course))


@dataclass(frozen=True, kw_only=True)
class Try:
    """A submission, and how far it is."""

    submission: Submission
    state: State
    place: int = 0  # in the queue, from 1
    minutes: int = 0  # until it is graded, at most, as far as one can say
    attempt: Attempt | None = None
    counts: bool = False
    changed: Sequence[tuple[str, Fraction, Fraction]] = ()  # exercises that earn something else than in the last one


def rows_of(member: Member) -> Mapping[str, GradeRow]:
    """Return a member's grades, by assignment."""
    return {row.assignment: row for row in book_of(member.course).rows_of(member.key)}


def tries_of(offer: Offer, member: Member) -> list[Try]:
    """Return what a member handed in for an offer, the newest first."""
    own = list(Submission.objects.filter(offer=offer, member=member).select_related("job", "by"))
    book = book_of(offer.course)
    kept = book.attempts(offer.assignment, [member.key])[member.key]
    by_time = {one.submitted: one for one in kept}
    row = rows_of(member).get(offer.assignment)
    counted = datetime.fromisoformat(row.submitted) if row is not None and row.submitted else None
    tries, before = [], None
    earned = book.scores_of([one.report for one in kept])
    for one in own:
        attempt = by_time.get(one.submitted)
        found = _try(one, attempt, one.submitted == counted)
        if attempt is not None:
            after = earned[attempt.report]
            found = replace(found, changed=changed(before, after) if before is not None else ())
            before = after
        tries.append(found)
    return tries[::-1]


def _try(submission: Submission, attempt: Attempt | None, counts: bool) -> Try:
    job: Job | None = getattr(submission, "job", None)
    if attempt is not None:
        return Try(submission=submission, state="graded", attempt=attempt, counts=counts)
    if job is not None and job.result is None and job.claimed_until <= time.time():
        place, minutes = wait_of(job)
        return Try(submission=submission, state="waiting", place=place, minutes=minutes)
    return Try(submission=submission, state="grading")


def report_page(submission: Submission, language: str = ENGLISH) -> str | None:
    """Return the page of a submission's report in a language; None while there is none."""
    say = catalogue_of_topic(language, assignment_folder(submission.offer)).say
    member, offer = submission.member, submission.offer
    found = next((one for one in tries_of(offer, member) if one.submission == submission), None)
    if found is None or found.attempt is None:
        return None
    attempt, book = found.attempt, book_of(offer.course)
    report = book.reports([attempt.report])[attempt.report]
    row = rows_of(member).get(offer.assignment)
    if row is not None and found.counts:
        return student_page(replace(row, student=student_of(member), report=report), say, language, framed_in_report)
    status: Literal["unreadable", "broken", "graded"]
    status = "unreadable" if attempt.problem else "broken" if attempt.is_broken else "graded"
    alone = GradeRow(
        student=student_of(member),
        assignment=offer.assignment,
        status=status,
        reason="; ".join(filter(None, [catalogue_of_pages(language).say(NOT_COUNTED), attempt.problem])),
        submission=attempt.name,
        submitted=submission.submitted.isoformat(),
        score=attempt.score,
        grade=None if attempt.is_broken else attempt.score,
        possible=attempt.possible,
        report=report,
    )
    return student_page(alone, say, language, framed_in_report)


def rows_of_class(offer: Offer) -> list[GradeRow]:
    """Return a row for each student of the class; for those who handed in nothing, one that says so.

    The gradebook has pseudonyms alone; whose they are is said here.
    """
    members = Member.objects.filter(course=offer.course)
    people = {one.key: student_of(one) for one in members}
    rows = [
        replace(row, student=people.get(row.student.id, row.student))
        for row in book_of(offer.course).grade_rows(offer.assignment)
    ]
    there, possible = {row.student.id for row in rows}, Fraction(offer.points)
    rest = members.filter(role="student", is_active=True).exclude(key__in=there).values_list("key", flat=True)
    rows += [
        GradeRow(student=people[key], assignment=offer.assignment, status="missing", reason=NOTHING, possible=possible)
        for key in rest
    ]
    return sorted(rows, key=lambda row: row.student.id)


def rows_to_export(offer: Offer) -> list[GradeRow]:
    """Return the class's rows as other systems know the students: by the roster's id, and not by our pseudonym."""
    ids = dict(Member.objects.filter(course=offer.course).values_list("key", "roster_id"))
    rows = (
        replace(row, student=replace(row.student, id=ids.get(row.student.id, row.student.id)))
        for row in rows_of_class(offer)
    )
    return sorted(rows, key=lambda row: row.student.id)


Seen = tuple[Sequence[GradeRow], Insights, Sequence[Member]]
_seen: dict[int, tuple[float, Seen]] = {}


def insights_of(offer: Offer) -> Seen:
    """Return the class's rows of an offer, what they say, and who is stuck; a few seconds old at most."""
    now = time.monotonic()
    at, known = _seen.get(offer.pk, (0.0, None))
    if known is None or now - at > FRESH_SECONDS:
        rows = [outline(row) for row in rows_of_class(offer)]
        known = rows, analyse(rows), stuck_in(offer)
        _seen[offer.pk] = time.monotonic(), known
    return known


def stuck_in(offer: Offer) -> list[Member]:
    """Return the students who do not get on with an offer, where the course wants them named."""
    most = offer.course.stuck_after
    if most is None:
        return []
    several = Submission.objects.filter(offer=offer).values("member").annotate(count=Count("pk")).order_by()
    tried = several.filter(count__gte=most).values("member")
    members = list(Member.objects.filter(pk__in=tried, is_active=True).order_by("roster_id"))
    book = book_of(offer.course)
    attempts = book.attempts(offer.assignment, [one.key for one in members])

    def scores(member: Member) -> list[Fraction]:
        return [one.score for one in sorted(attempts[member.key], key=lambda one: str(one.submitted))]

    return [one for one in members if is_stuck(scores(one), Fraction(offer.points), most)]


def page_of_class(offer: Offer, language: str = ENGLISH) -> str:
    """Return the class page of an offer in a language, with links to the students."""
    rows, found, _ = insights_of(offer)
    files = {row.student.id: f"/c/{offer.course.slug}/class/student/{row.student.id}" for row in rows}
    return class_page(rows, found, files, catalogue_of_topic(language, assignment_folder(offer)).say, language)
