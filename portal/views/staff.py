"""What assistants and instructors see: the class while it works, its beliefs, a student, requests."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render

from portal import grades
from portal.access import Placed
from portal.languages import language_of_reader
from portal.models import Extension, Job, Member, Offer, Override, Posting, Role, Submission, note
from portal.views.student import sandboxed

MOST_BELIEFS = 5  # of an assignment, on the dashboard


def dashboard(request: Placed, template: str = "portal/class.html", **__: object) -> HttpResponse:
    """Show the class, or the piece of the page that changes."""
    course = request.place.course
    lines, book = [], grades.book_of(course)
    own = Submission.objects.filter(offer__course=course).values_list("offer").order_by()
    handed = dict(own.annotate(count=Count("member", distinct=True)))
    for offer in Offer.objects.filter(course=course):
        _, found, stuck = grades.insights_of(offer)
        manual = book.manual_parts(offer.assignment)
        lines.append((offer, handed.get(offer.pk, 0), found, found.beliefs[:MOST_BELIEFS], stuck, manual))
    waiting = Job.objects.filter(submission__offer__course=course).count()
    students = Member.objects.filter(course=course, role=Role.STUDENT, is_active=True).count()
    open_requests = sum(one.is_granted is None for one in book.requests())
    facts = {"lines": lines, "waiting": waiting, "students": students, "open_requests": open_requests}
    return render(request, template, facts)


def class_page(request: Placed, **_: object) -> HttpResponse:
    """Send the class page of an assignment, as `grader report` writes it."""
    note(request.place.member.key, request.place.course, "saw the class page", request.place.offer.assignment)
    return sandboxed(grades.page_of_class(request.place.offer, language_of_reader(request)))


def student_page(request: Placed, **_: object) -> HttpResponse:
    """Show one student: every assignment, every attempt."""
    place = request.place
    rows = grades.rows_of(place.student)
    offers = list(Offer.objects.filter(course=place.course))
    lines = [(one, rows.get(one.assignment), grades.tries_of(one, place.student)) for one in offers]
    note(place.member.key, place.course, "looked at", place.student.key)
    facts = {
        "student": place.student,
        "lines": lines,
        "offers": offers,
        "extensions": Extension.objects.filter(member=place.student).select_related("offer"),
        "overrides": Override.objects.filter(member=place.student).select_related("offer"),
    }
    return render(request, "portal/student.html", facts)


def requests(request: Placed, **_: object) -> HttpResponse:
    """List what students asked, and take an answer."""
    place = request.place
    asked = grades.book_of(place.course).requests()
    if request.method == "POST":
        number, reason = request.POST.get("number", ""), request.POST.get("reason", "").strip()
        known = {str(one.number) for one in asked}
        if number not in known or not reason:
            messages.error(request, "An answer needs a reason.")
        else:
            is_granted = request.POST.get("verdict") == "granted"
            data = {"number": int(number), "is_granted": is_granted, "reason": reason[:5000], "by": place.member.title}
            Posting.objects.create(course=place.course, kind="answer", data=data)
            note(place.member.key, place.course, "answered a request", number, {"is_granted": is_granted})
            messages.success(request, "Answered. The student sees it in a moment.")
        return redirect("requests", place.course.slug)
    people = {one.key: one for one in Member.objects.filter(course=place.course)}
    answered = set(Posting.objects.filter(course=place.course, kind="answer").values_list("data__number", flat=True))
    lines = [(one, people.get(one.student), one.number in answered) for one in reversed(asked)]
    return render(request, "portal/requests.html", {"lines": lines})
