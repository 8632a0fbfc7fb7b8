"""What instructors change: the roster, deadlines, extensions, overrides; exports, and the audit."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from fractions import Fraction
from typing import IO

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from grader.classroom.places import folder_name
from grader.errors import OperatorError
from grader.export import ALL, FORMATS, Options
from grader.model.numbers import number_in
from grader.report.escape import csv_cell
from portal import grades, rosters
from portal.access import Placed, address_of
from portal.hand_in import ask_again, partners_of
from portal.models import AuditEntry, Extension, Member, Offer, Override, Posting, Submission, note
from portal.tokens import invite as new_invitation
from portal.uploads import blobs
from portal.views.student import attachment, written

WORK = "work"  # what the class handed in, beside the formats of grades


def roster(request: Placed, **_: object) -> HttpResponse:
    """List who is in the course, and take a roster as CSV: pasted, so that no upload is parsed here."""
    place = request.place
    if request.method == "POST":
        try:
            changed = rosters.take(place.course, request.POST.get("csv", ""))
        except OperatorError as error:
            messages.error(request, str(error))
        else:
            data = {"added": changed.added, "gone": changed.gone}
            note(place.member.key, place.course, "changed the roster", data=data)
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
    link = _link_for(place.student)
    note(place.member.key, place.course, "made an invitation", place.student.key)
    return render(request, "portal/invited.html", {"student": place.student, "link": link})


@require_POST
def invite_all(request: Placed, **_: object) -> HttpResponse:
    """Make a link for everybody who has no account yet, as a CSV for a letter to each."""
    place = request.place
    new = Member.objects.filter(course=place.course, person=None, is_active=True).order_by("roster_id")
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("id", "name", "email", "link"))
    for one in new:
        rows.writerow((*map(csv_cell, (one.roster_id, one.name, one.email)), _link_for(one)))
    note(place.member.key, place.course, "made an invitation for everybody", "", {"count": len(new)})
    return attachment(text.getvalue().encode("utf-8-sig"), f"{place.course.slug}-links.csv")


def _link_for(member: Member) -> str:
    return address_of(reverse("invitation", args=[new_invitation(member)]))


def moment(text: str, zone: tzinfo) -> datetime | None:
    """Return a time as a browser's field for it sends it; None for none."""
    return datetime.fromisoformat(text).replace(tzinfo=zone) if text else None


def _chosen(request: Placed) -> Offer:
    return get_object_or_404(Offer, course=request.place.course, assignment=request.POST.get("assignment", ""))


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
                Posting.objects.create(course=place.course, offer=offer, member=one, kind="decide")
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
        grade = number_in(text) if text else None
    except ValueError:
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
        Posting.objects.create(course=place.course, offer=offer, member=place.student, kind="decide")
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


def export(request: Placed, **_: object) -> HttpResponseBase:
    """Write grades for another system, by the formats that `grader export` knows; or what the class handed in."""
    place, wanted = request.place, request.GET.get("format", "")
    offers = Offer.objects.filter(course=place.course)
    if not wanted:
        formats = [one for one in FORMATS.values() if not one.fills]
        return render(request, "portal/export.html", {"formats": formats, "offers": offers, "all_work": WORK})
    offer = offers.filter(assignment=request.GET.get("assignment", "")).first()
    if offer is None or wanted not in (*FORMATS, WORK):
        raise Http404
    note(place.member.key, place.course, "exported grades", offer.assignment, {"format": wanted})
    if wanted == WORK:
        return _zipped(f"{offer.assignment}.zip", _last_of_each(offer))
    exported = FORMATS[wanted].export(grades.rows_to_export(offer), Options())
    if set(exported.files) == {ALL}:
        return attachment(exported.files[ALL], f"{offer.assignment}-{wanted}.csv")
    return _zipped(f"{offer.assignment}-{wanted}.zip", exported.files.items())


def _last_of_each(offer: Offer) -> Iterator[tuple[str, bytes]]:
    """Yield what each student handed in last, as `grader run` and `grader similarity` read a class; a group's once."""
    handed = Submission.objects.filter(offer=offer, by=None).select_related("member")
    for one in {one.member_id: one for one in handed}.values():
        yield f"{folder_name(one.member.roster_id)}/{one.name}", blobs().path(one.digest).read_bytes()


def _zipped(name: str, files: Iterable[tuple[str, bytes]]) -> FileResponse:
    def write(stream: IO[bytes]) -> None:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, data in files:
                archive.writestr(path, data)

    return written(name, write)


def audit(request: Placed, **_: object) -> HttpResponse:
    """Show who saw and changed what."""
    entries = AuditEntry.objects.filter(course=request.place.course)
    page = Paginator(entries, 100).get_page(request.GET.get("page"))
    names = {one.key: one.title for one in Member.objects.filter(course=request.place.course)}
    lines = [(one, names.get(one.who, one.who), names.get(one.about, one.about)) for one in page]
    return render(request, "portal/audit.html", {"entries": page, "lines": lines})
