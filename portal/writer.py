"""The writer: results and postings into a course's gradebook. Whoever holds the gradebook's lock is it, for a moment.

In: results that workers handed in, what people decided in pages.  Out: rows of the gradebook, and of the outbox for
platforms. Jobs and postings go after that, so each may be written twice; the second time changes nothing.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction

from django.db import transaction
from django.db.models import Q

from grader.classroom.marks import new_mark
from grader.classroom.session import Session
from grader.classroom.work import Done, as_kept
from grader.errors import AuthorError, OperatorError
from grader.gradebook import Gradebook, Request, Run
from grader.gradebook.codec import decode
from grader.model import Student
from portal import courses
from portal.gradings import Grading, Gradings, entry_of
from portal.lti import outbox
from portal.models import Course, Job, Offer, Posting

LOG = logging.getLogger("portal")
BATCH = 50  # results at once
EVERY_SECONDS = 1.0
MOST_POSTINGS = 500  # at once


class Writer:
    """Writes gradebooks."""

    def __init__(self, gradings: Gradings) -> None:
        self.gradings = gradings
        self.later = 0.0  # when it is time to write while there is more to grade
        self.enrolled: dict[int, int] = {}  # of a course, the roster that its gradebook has
        self.runs: dict[tuple[int, str], Run] = {}  # of an offer and an order

    def step(self, is_idle: bool = True) -> bool:
        """Write what there is; False if there was nothing, or another process is writing.

        Where nothing is left to grade, at once; else now and then: much at once costs little more than one.
        """
        start = time.monotonic()
        if not is_idle and start < self.later:
            return False
        waiting = Q(pk__in=Posting.objects.values("course")) | Q(offer__submission__job__result__isnull=False)
        written = [self.write(course) for course in Course.objects.filter(waiting).distinct()]
        self.later = time.monotonic() + max(EVERY_SECONDS, 4 * (time.monotonic() - start))
        return any(written)

    def write(self, course: Course) -> bool:
        """Write what there is of one course."""
        try:
            book = Gradebook.open(courses.gradebook_of(course), write=True)
        except OperatorError:
            return False  # another worker is the writer; what it does not see is there at the next look
        try:
            return self._write(book, course)
        except (OperatorError, AuthorError) as error:  # a full disk, an assignment that is being changed
            LOG.error("the gradebook of %s waits: %s", course.slug, error)
            return False

    def _write(self, book: Gradebook, course: Course) -> bool:
        with book:
            if self.enrolled.get(course.pk) != course.roster_version:
                book.require_course(course.slug, keep=True)
                book.set_contact(course.contact)
                book.enrol(courses.roster_of(course))
                self.enrolled[course.pk] = course.roster_version
            done = Job.objects.filter(result__isnull=False, submission__offer__course=course).order_by("pk")
            jobs = list(done.select_related("submission__offer__course", "submission__member")[:BATCH])
            posted = Posting.objects.filter(course=course).select_related("offer", "member").order_by("pk")
            postings = list(posted[:MOST_POSTINGS])
            by_offer: dict[Offer, list[Job]] = defaultdict(list)
            for job in jobs:
                by_offer[job.submission.offer].append(job)
            for offer, own in by_offer.items():
                self.keep_results(book, self.gradings.of(offer), offer, own)
            self.keep_postings(book, course, postings)
        return bool(jobs or postings)

    def keep_results(self, book: Gradebook, grading: Grading, offer: Offer, jobs: Sequence[Job]) -> None:
        """Keep what graders made of submissions of one offer; their jobs go when it is kept."""
        session = self.session(book, grading, offer)
        handed = [decode(bytes(job.result or b""), Done) for job in jobs]
        with ExitStack() as stack:
            entries = [
                (Student(id=job.submission.member.key), stack.enter_context(entry_of(job.submission))) for job in jobs
            ]
            for work, result in zip(session.works(entries), handed, strict=True):
                kept = as_kept(work, grading.plan, grading.order.dialect)  # the gradebook may have all of it already
                session.take(kept or replace(result, number=work.number))
            session.flush()
        cells = outbox.cells_of(book, offer.course, {job.submission.member.key for job in jobs})
        with transaction.atomic():
            outbox.fill(cells)
            Job.objects.filter(pk__in=[job.pk for job in jobs]).delete()

    def keep_postings(self, book: Gradebook, course: Course, postings: Sequence[Posting]) -> None:
        """Tell the gradebook what people decided, in order, and the outbox what came of it."""
        is_all, keys = False, set()
        undecided: dict[Offer, list[str]] = defaultdict(list)
        for one in postings:
            if one.kind == "ask" and one.member is not None:
                book.add_requests([Request(student=one.member.key, **one.data)])
            elif one.kind == "answer":
                book.answer(one.data["number"], one.data["is_granted"], one.data["reason"], one.data["by"])
            elif one.kind == "decide" and one.member is None and one.offer is not None:
                undecided[one.offer] += [student.id for student in courses.roster_of(course)]
                is_all = True
            elif one.kind in ("decide", "mark") and one.member is not None and one.offer is not None:
                parts = {part.name: part for part in book.manual_parts(one.offer.assignment)}
                if (part := parts.get(one.data.get("part", ""))) is not None:
                    given, comment, who = Fraction(one.data["points"]), one.data["comment"], one.data["who"]
                    mark = new_mark(one.member.key, part, given, comment, who, one.at.isoformat())
                    book.add_marks(one.offer.assignment, [mark])
                undecided[one.offer].append(one.member.key)
                keys.add(one.member.key)
            elif one.kind == "tell":
                is_all = is_all or "keys" not in one.data
                keys |= set(one.data.get("keys", ()))
        for offer, students in undecided.items():
            self.session(book, self.gradings.of(offer), offer).decide_grades(list(dict.fromkeys(students)))
        cells = outbox.cells_of(book, course, None if is_all else keys)
        with transaction.atomic():
            outbox.fill(cells)
            Posting.objects.filter(pk__in=[one.pk for one in postings]).delete()

    def session(self, book: Gradebook, grading: Grading, offer: Offer) -> Session:
        """Return a session of grading that writes no files."""
        key = offer.pk, grading.order.id
        if key not in self.runs:
            self.runs[key] = book.begin(grading.plan.assignment, grading.plan.seed_digest, "handed in to the portal")
        return Session(
            book=book,
            run=self.runs[key],
            plan=grading.plan,
            digests=grading.digests,
            settings=courses.settings_of(offer.course),
            out=None,
            wanted=grading.order.wanted,
            dialect=grading.order.dialect,
            batch=BATCH + 1,
        )
