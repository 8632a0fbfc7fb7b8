"""Marks for what people grade of an assignment: one student after the other, without names where its terms say so."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac

from grader.classroom.marks import points_of
from grader.errors import OperatorError
from grader.model import ManualPart
from grader.report.escape import plain
from grader.report.pages import points
from portal import grades
from portal.access import Placed
from portal.models import Member, Offer, Posting, Submission, note
from portal.uploads import blobs
from portal.views.student import attachment

MOST_SHOWN = 200_000  # characters of a file that a page shows
SUFFIXES = (".py", ".ipynb", ".zip", ".tar", ".tar.gz", ".tgz")


class MarkForm(forms.Form):
    """Points and a comment for one part."""

    points = forms.RegexField(r"^[\d.,/]+$", label="Points", max_length=20, required=False)
    comment = forms.CharField(label="Comment", max_length=5000, required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, part: ManualPart, given: Mapping[str, str] | None, data: Mapping[str, str] | None) -> None:
        super().__init__(data, prefix=part.name, initial=given)  # type: ignore[arg-type]
        self.part = part

    def clean(self) -> None:
        """Take points that the part has, and no comment without points; what nobody touched is no mark."""
        if self.has_changed() and not self.errors:
            try:
                self.cleaned_data["points"] = str(points_of(self.cleaned_data["points"], self.part))
            except OperatorError as error:
                self.add_error("points", str(error))


def _order(offer: Offer) -> dict[str, Member]:
    """Return whose work can be marked, by a name for addresses that nobody but the portal can make of theirs."""
    graded = [row.student.id for row in grades.insights_of(offer)[0] if row.status != "missing"]
    members = Member.objects.filter(course=offer.course, key__in=graded).order_by("roster_id")
    named = {salted_hmac("marking", f"{offer.pk} {one.key}").hexdigest()[:20]: one for one in members}
    return dict(sorted(named.items())) if offer.anonymous else named


def _given(offer: Offer, members: Collection[Member]) -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Return what was given, by student and part, with what a writer has not told the gradebook yet."""
    kept = grades.book_of(offer.course).marks(offer.assignment, [one.key for one in members])
    posted = Posting.objects.filter(offer=offer, kind="mark").order_by("pk").values_list("member__key", "data")
    found = [(mark.student, mark.part, mark.points, mark.comment) for own in kept.values() for mark in own]
    found += [(key, data["part"], Fraction(data["points"]), data["comment"]) for key, data in posted]
    return {(key, part): {"points": points(worth), "comment": comment} for key, part, worth, comment in found}


def _waiting(offer: Offer, order: Mapping[str, Member]) -> dict[str, list[str]]:
    """Return the parts that wait for marks, of everybody whose work can be marked."""
    given, parts = _given(offer, order.values()), grades.book_of(offer.course).manual_parts(offer.assignment)
    return {name: [one.name for one in parts if (order[name].key, one.name) not in given] for name in order}


def overview(request: Placed, **_: object) -> HttpResponse:
    """List whose work can be marked, and what of it waits for marks."""
    offer, order = request.place.offer, _order(request.place.offer)
    lines = [(name, order[name], parts) for name, parts in _waiting(offer, order).items()]
    return render(request, "portal/marks.html", {"offer": offer, "lines": lines})


def mark(request: Placed, whose: str, **_: object) -> HttpResponse:
    """Show the work of one student, and take marks for it; those of a group's work are everybody's in it."""
    place, offer, order = request.place, request.place.offer, _order(request.place.offer)
    if whose not in order:
        raise Http404
    student, names = order[whose], [*order]
    work = max(grades.tries_of(offer, student), key=lambda one: one.counts).submission  # else the last one
    data, suffix = blobs().path(work.digest).read_bytes(), next(filter(work.name.endswith, SUFFIXES), "")
    note(place.member.key, place.course, "looked at", student.key, {"assignment": offer.assignment})
    if "file" in request.GET:
        return attachment(data, f"{offer.assignment}{suffix}")  # its own name may say whose it is
    given = _given(offer, [student])
    parts = grades.book_of(place.course).manual_parts(offer.assignment)
    filled = [MarkForm(one, given.get((student.key, one.name)), request.POST or None) for one in parts]
    if request.method == "POST" and not any(one.errors for one in filled):
        changed = [one for one in filled if one.has_changed()]
        marks = [{**one.cleaned_data, "part": one.part.name, "who": place.member.title} for one in changed]
        sharing = Submission.objects.filter(offer=offer, digest=work.digest, submitted=work.submitted)
        with transaction.atomic():
            for one, each in ((one, each) for one in sharing for each in marks):
                facts = {"course": place.course, "offer": offer, "kind": "mark", "data": each}
                Posting.objects.create(member_id=one.member_id, **facts)
            note(place.member.key, place.course, "gave marks", student.key, {"assignment": offer.assignment})
        messages.success(request, "Saved.")
        waiting, at = _waiting(offer, order), names.index(whose)
        rest = [name for name in (*names[at + 1 :], *names[:at]) if waiting[name]]
        return redirect("mark" if rest else "marks", place.course.slug, offer.assignment, *rest[:1])
    text = plain(data.decode(errors="replace"), MOST_SHOWN) if suffix == ".py" else ""
    shown = {"offer": offer, "student": student, "work": work, "filled": filled, "text": text}
    return render(request, "portal/mark.html", shown | {"number": names.index(whose) + 1, "count": len(names)})
