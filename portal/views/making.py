"""Making a course, and offering assignments in one: those that come with the grader, and the course's own."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render

from grader.errors import OperatorError
from portal import rosters
from portal.access import Placed, SignedIn
from portal.courses import make_gradebook, make_offer, offerable
from portal.models import Course, Member, Offer, Role, note
from portal.views.instructor import moment


class CourseForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for mypy, and not for Python
    """What a course is called, and who is in it."""

    name = forms.CharField(label="The course's name", max_length=200)
    slug = forms.SlugField(label="Its name in addresses", help_text="Letters, digits, hyphens; it stays.")
    csv = forms.CharField(
        label="Roster as CSV, with a line of headings; or later, by a page of its own or by the LMS",
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
    )

    class Meta:
        """Its name in addresses is no other course's."""

        model = Course
        fields = ("name", "slug")


def make(request: SignedIn) -> HttpResponse:
    """Make a course, as an instructor of another one does; who makes it is its instructor."""
    if not Member.objects.filter(person=request.user, role=Role.INSTRUCTOR, is_active=True).exists():
        raise PermissionDenied
    form = CourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = request.user
        try:
            with transaction.atomic():
                course = form.save()
                facts = {"roster_id": person.email, "name": person.name, "email": person.email}
                member = Member.objects.create(course=course, person=person, role=Role.INSTRUCTOR, **facts)
                if form.cleaned_data["csv"]:
                    rosters.take(course, form.cleaned_data["csv"])
                note(member.key, course, "made a course", course.slug)
        except OperatorError as error:
            form.add_error("csv", str(error))
        else:
            make_gradebook(course)
            return redirect("offers", course.slug)
    return render(request, "portal/make.html", {"form": form})


def offers(request: Placed, **_: object) -> HttpResponse:
    """Offer assignments, each until a time of its own."""
    course, member = request.place.course, request.place.member
    there = {one.assignment: one for one in Offer.objects.filter(course=course)}
    found = offerable(course)
    wanted = [name for name in found if name in request.POST.getlist("assignment") and name not in there]
    if request.method == "POST":
        try:
            times = {name: moment(request.POST.get(f"due-{name}", ""), course.tzinfo()) for name in wanted}
        except ValueError:
            messages.error(request, "One of these is no time or no number.")
            return redirect("offers", course.slug)
        with transaction.atomic():
            for place, name in enumerate(wanted, len(there)):
                make_offer(course, name, found[name], place, times[name])
            note(member.key, course, "offered assignments", ", ".join(wanted))
        messages.success(request, f"{len(wanted)} assignments are offered.")
        return redirect("class", course.slug)
    lines = [(name, contents, there.get(name)) for name, contents in found.items()]
    return render(request, "portal/offers.html", {"lines": lines})
