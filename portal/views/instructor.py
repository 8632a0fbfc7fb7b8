"""What instructors change: the roster, deadlines, extensions, overrides; exports, and the audit."""

import io
import zipfile
from datetime import datetime, tzinfo
from fractions import Fraction

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from grader.errors import OperatorError
from grader.export import ALL, FORMATS, Options
from portal import grades, rosters
from portal.access import Placed, address_of
from portal.hand_in import ask_again, partners_of
from portal.models import AuditEntry, Course, Extension, Member, Offer, Override, Posting, note
from portal.tokens import invite as new_invitation
from portal.views.student import attachment

TERMS = ("opens", "due", "closes", "attempts", "cool_down", "by_group")


def roster(request: Placed, **_: object) -> HttpResponse:
    """List who is in the course, and take a roster as CSV: pasted, so that no upload is parsed here."""
    place = request.place
    if request.method == "POST":
        try:
            changed = rosters.take(place.course, request.POST.get("csv", ""))
        except OperatorError as error:
            messages.error(request, str(error))
        else:
            note(
                place.member.key,
                place.course,
                "changed the roster",
                data={"added": changed.added, "gone": changed.gone},
            )
            messages.success(request, f"{changed.added} added, {changed.kept} kept, {changed.gone} no longer active.")
        return redirect("roster", place.course.slug)
    members = Member.objects.filter(course=place.course).order_by("-role", "roster_id")
    page = Paginator(members, 200).get_page(request.GET.get("page"))
    return render(request, "portal/roster.html", {"members": page})


@require_POST
def invite(request: Placed, key: str, **_: object) -> HttpResponse:
    """Make an invitation link, and show it once."""
    place = request.place
    if place.student.person_id is not None:
        messages.error(request, f"{place.student.title} has an account already.")
        return redirect("roster", place.course.slug)
    link = address_of(reverse("invitation", args=[new_invitation(place.student)]))
    note(place.member.key, place.course, "made an invitation", place.student.key)
    return render(request, "portal/invited.html", {"student": place.student, "link": link})


def moment(text: str, zone: tzinfo) -> datetime | None:
    """Return a time as a browser's field for it sends it; None for none."""
    return datetime.fromisoformat(text).replace(tzinfo=zone) if text else None


def _chosen(request: Placed) -> Offer:
    offer = Offer.objects.filter(course=request.place.course, assignment=request.POST.get("assignment", "")).first()
    if offer is None:
        raise Http404
    return offer


def _decide(course: Course, offer: Offer, member: Member) -> None:
    Posting.objects.create(course=course, offer=offer, member=member, kind="decide")


@require_POST
def extend(request: Placed, key: str, **_: object) -> HttpResponse:
    """Move one student's deadline, and their group's."""
    place, offer, reason = request.place, _chosen(request), request.POST.get("reason", "").strip()
    try:
        until = moment(request.POST.get("until", ""), place.course.tzinfo())
    except ValueError:
        until = None
    if until is None or not reason:
        messages.error(request, "An extension needs a time and a reason.")
    elif offer.due is None or until <= offer.due:
        messages.error(request, "An extension ends after the deadline, so there has to be one.")
    else:
        with transaction.atomic():
            values = {"until": until, "reason": reason[:500], "who": place.member.title}
            for one in (place.student, *partners_of(offer, place.student)):
                Extension.objects.update_or_create(offer=offer, member=one, defaults=values)
                _decide(place.course, offer, one)
            data = {"assignment": offer.assignment, "until": until.isoformat(), "reason": reason}
            note(place.member.key, place.course, "extended a deadline", place.student.key, data)
    return redirect("student", place.course.slug, key)


@require_POST
def group(request: Placed, key: str, **_: object) -> HttpResponse:
    """Say whom a student hands in with from now on; what was handed in stays whose it is."""
    place, name = request.place, request.POST.get("group", "").strip()[:200]
    Member.objects.filter(pk=place.student.pk).update(group=name)
    note(place.member.key, place.course, "changed a group", place.student.key, {"group": name})
    return redirect("student", place.course.slug, key)


@require_POST
def override(request: Placed, key: str, **_: object) -> HttpResponse:
    """Set one student's grade, or let the grader's count again."""
    place, offer, reason = request.place, _chosen(request), request.POST.get("reason", "").strip()
    text = request.POST.get("grade", "").strip()
    try:
        grade = Fraction(text) if text else None
    except (ValueError, ZeroDivisionError):
        grade = Fraction(-1)
    if not reason or (grade is not None and grade < 0):
        messages.error(request, "An override needs a number of points and a reason.")
        return redirect("student", place.course.slug, key)
    with transaction.atomic():
        if grade is None:
            Override.objects.filter(offer=offer, member=place.student).delete()
        else:
            values = {"grade": str(grade), "reason": reason[:500], "who": place.member.title}
            Override.objects.update_or_create(offer=offer, member=place.student, defaults=values)
        _decide(place.course, offer, place.student)
        data = {"assignment": offer.assignment, "grade": text, "reason": reason}
        note(place.member.key, place.course, "set a grade", place.student.key, data)
    return redirect("student", place.course.slug, key)


@require_POST
def regrade(request: Placed, **_: object) -> HttpResponse:
    """Let a submission be graded again: what is broken, or what a changed exercise makes new."""
    place, reason = request.place, request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, "Say why it is graded again.")
    elif ask_again(place.submission, place.member, reason):
        messages.success(request, "It is graded again.")
    return redirect("student", place.course.slug, place.student.key)


def terms(request: Placed, **_: object) -> HttpResponse:
    """Show and change when, how often and how fast one may hand in."""
    place, offer = request.place, request.place.offer
    zone = place.course.tzinfo()
    if request.method == "POST":
        try:
            offer.opens, offer.due, offer.closes = (
                moment(request.POST.get(name, ""), zone) for name in ("opens", "due", "closes")
            )
            offer.attempts = int(request.POST["attempts"]) if request.POST.get("attempts") else None
            offer.cool_down = int(request.POST.get("cool_down") or 0)
            offer.by_group = "by_group" in request.POST
            if offer.cool_down < 0 or (offer.attempts is not None and offer.attempts < 1):
                raise ValueError
        except ValueError:
            messages.error(request, "One of these is no time or no number.")
            return redirect("terms", place.course.slug, offer.assignment)
        with transaction.atomic():
            offer.save()
            for member in Member.objects.filter(course=place.course, role="student", is_active=True):
                _decide(place.course, offer, member)
            data = {name: str(getattr(offer, name)) for name in TERMS}
            note(place.member.key, place.course, "changed the terms", offer.assignment, data)
        messages.success(request, "Saved. Grades are decided again.")
        return redirect("class", place.course.slug)
    times = {
        name: getattr(offer, name).astimezone(zone).strftime("%Y-%m-%dT%H:%M") if getattr(offer, name) else ""
        for name in ("opens", "due", "closes")
    }
    return render(request, "portal/terms.html", {"offer": offer, "times": times})


def export(request: Placed, **_: object) -> HttpResponse:
    """Write grades for another system, by the formats that `grader export` knows."""
    place = request.place
    if "format" not in request.GET:
        formats = [one for one in FORMATS.values() if not one.fills]
        return render(
            request, "portal/export.html", {"formats": formats, "offers": Offer.objects.filter(course=place.course)}
        )
    chosen = FORMATS.get(request.GET["format"])
    offer = Offer.objects.filter(course=place.course, assignment=request.GET.get("assignment", "")).first()
    if chosen is None or offer is None:
        raise Http404
    exported = chosen.export(grades.rows_to_export(offer), Options())
    note(place.member.key, place.course, "exported grades", offer.assignment, {"format": chosen.name})
    if set(exported.files) == {ALL}:
        return attachment(exported.files[ALL], f"{offer.assignment}-{chosen.name}.csv")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in exported.files.items():
            archive.writestr(name, data)
    return attachment(stream.getvalue(), f"{offer.assignment}-{chosen.name}.zip")


def audit(request: Placed, **_: object) -> HttpResponse:
    """Show who saw and changed what."""
    entries = AuditEntry.objects.filter(course=request.place.course)
    page = Paginator(entries, 100).get_page(request.GET.get("page"))
    names = {one.key: one.title for one in Member.objects.filter(course=request.place.course)}
    lines = [(one, names.get(one.who, one.who), names.get(one.about, one.about)) for one in page]
    return render(request, "portal/audit.html", {"entries": page, "lines": lines})
