"""The rules of a course, and the terms of an assignment: what a late day costs, which attempt counts, until when."""

import zoneinfo
from fractions import Fraction

from django import forms
from django.contrib import messages
from django.core.validators import MinValueValidator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from portal.access import Placed
from portal.languages import catalogue_of_pages, language_of_reader
from portal.models import Course, Offer, Posting, note

COUNTS = (("last", "the last attempt counts"), ("best", "the best attempt counts"))
KEPT = ("name", "zone", "counts", "level", "contact", "stuck_after", "keep_days")
TERMS = {
    "opens": "Opens",
    "due": "Deadline",
    "closes": "Closes: nothing is taken after it",
    "attempts": "Attempts; empty: as many as one likes",
    "cool_down": "Seconds between two attempts",
    "by_group": "Groups hand in: what one hands in is everybody's in it",
    "anonymous": "Who marks it sees no names",
}
TIME = forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
TermsForm = forms.modelform_factory(
    Offer, fields=list(TERMS), labels=TERMS, widgets=dict.fromkeys(("opens", "due", "closes"), TIME)
)
TermsForm.base_fields["attempts"].validators.append(MinValueValidator(1))
LEVELS = (("A", "A: as on a public server"), ("B", "B: with Landlock"), ("C", "C: without Landlock, too"))


class RulesForm(forms.Form):
    """What an instructor decides for all of a course."""

    name = forms.CharField(label="The course's name", max_length=200)
    zone = forms.ChoiceField(
        label="Zone of time", choices=lambda: [(one, one) for one in sorted(zoneinfo.available_timezones())]
    )
    counts = forms.ChoiceField(label="Of several attempts", choices=COUNTS)
    percent = forms.DecimalField(
        label="Per cent of the points that each day late costs", min_value=0, max_value=100, decimal_places=2
    )
    level = forms.ChoiceField(
        label="Students' code is confined at least so",
        help_text="What this machine has, grader doctor says. Where it has less, submissions wait.",
        choices=LEVELS,
    )
    contact = forms.CharField(
        label="Where students ask", help_text="An address; it stands in their reports.", max_length=200, required=False
    )
    stuck_after = forms.IntegerField(
        label="Who is stuck",
        help_text="So many attempts without progress; empty: nobody is named.",
        min_value=2,
        max_value=99,
        required=False,
    )
    keep_days = forms.IntegerField(
        label="Days that students' work is kept after the last deadline",
        help_text="Then their work, reports, grades here and accounts are erased; empty: never.",
        min_value=1,
        max_value=9999,
        required=False,
    )


def rules(request: Placed, **_: object) -> HttpResponse:
    """Show and change the rules of a course; when they change, all grades are decided again."""
    course, member = request.place.course, request.place.member
    known = {name: getattr(course, name) for name in KEPT}
    percent = f"{float(Fraction(course.deduction) * 100):.2f}"
    form = RulesForm(request.POST or None, initial=known | {"percent": percent})
    say = catalogue_of_pages(language_of_reader(request)).say
    for field in (form.fields["counts"], form.fields["level"]):
        field.choices = [(value, say(label)) for value, label in field.choices]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        wanted = dict(form.cleaned_data)
        wanted["deduction"] = str(Fraction(wanted.pop("percent")) / 100)
        with transaction.atomic():
            version = course.roster_version + 1  # the writer tells the gradebook the contact
            Course.objects.filter(pk=course.pk).update(**wanted, roster_version=version)
            for offer in Offer.objects.filter(course=course):
                Posting.objects.create(course=course, offer=offer, kind="decide")  # everybody's grades
            note(member.key, course, "changed the rules", course.slug, wanted)
        messages.success(request, "Saved. Grades are decided again.")
        return redirect("rules", course.slug)
    return render(request, "portal/rules.html", {"form": form})


def terms(request: Placed, **_: object) -> HttpResponse:
    """Show and change when, how often and how fast one may hand in an assignment, and whether it is marked by name."""
    place, offer = request.place, request.place.offer
    with timezone.override(place.course.tzinfo()):
        form = TermsForm(request.POST or None, instance=offer)
        if request.method == "POST" and form.is_valid():
            with transaction.atomic():
                form.save()
                Posting.objects.create(course=place.course, offer=offer, kind="decide")  # everybody's grades
                data = {name: str(value) for name, value in form.cleaned_data.items()}
                note(place.member.key, place.course, "changed the terms", offer.assignment, data)
            messages.success(request, "Saved. Grades are decided again.")
            return redirect("class", place.course.slug)
        return render(request, "portal/terms.html", {"offer": offer, "form": form})
