"""The LMS, as an instructor sees it: which courses are joined, what was sent there, and what was answered."""

import time

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.access import Placed, address_of
from portal.lti import outbox, people
from portal.models import Column, Delivery, LmsCode, LmsCourse, note
from portal.tokens import make_link

PER_PAGE = 100


def lms(request: Placed, **_: object) -> HttpResponse:
    """Show everything about the LMS, and do what a button says."""
    place, shown = request.place, {"code": "", "link": ""}
    if request.method == "POST":
        action = request.POST.get("action", "")
        if action == "code":
            shown["code"] = make_link(LmsCode, course=place.course, purpose="join")
        elif action == "link":
            text = make_link(LmsCode, course=place.course, purpose="register")
            shown["link"] = address_of(reverse("lti-register", args=[text]))
        else:
            _act(request, action)
            return redirect("lms", place.course.slug)
        note(place.member.key, place.course, "made a code for an LMS", action)
    rows = Delivery.objects.filter(column__lms_course__course=place.course)
    counts = {"waiting": rows.exclude(version=F("sent_version")).count(), "sent": rows.exclude(sent_at=None).count()}
    listed = rows.select_related("seat__member", "column__offer", "column__lms_course").annotate(
        is_sent=Q(version=F("sent_version"))
    )
    ordered = listed.order_by("is_sent", "-tries", "seat__member__roster_id", "column__offer__place")
    facts = {
        **shown,
        "courses": LmsCourse.objects.filter(course=place.course).select_related("platform"),
        "columns": Column.objects.filter(lms_course__course=place.course).select_related("offer", "lms_course"),
        "rows": Paginator(ordered, PER_PAGE).get_page(request.GET.get("page")),
        "counts": counts,
        "now": time.time(),
        "addresses": [
            ("Tool URL, redirect URI", address_of(reverse("lti-launch"))),
            ("Initiate login URL", address_of(reverse("lti-login"))),
            ("Public keyset URL", address_of(reverse("lti-keys"))),
            ("Content selection URL, deep linking", address_of(reverse("lti-choose"))),
        ],
    }
    return render(request, "portal/lms.html", facts)


def _act(request: Placed, action: str) -> None:
    """Do what a button says."""
    place, number = request.place, request.POST.get("number", "")
    mine = LmsCourse.objects.filter(course=place.course, pk=int(number) if number.isdecimal() else 0)
    if action == "roster" and mine.exclude(members_url="").update(roster_due=time.time(), said="asked for"):
        messages.success(request, "The roster is fetched now. Look again in a moment.")
    elif action in ("send", "hold") and mine.update(sends=action == "send"):
        messages.success(request, "Grades are sent." if action == "send" else "Grades are shown here, and not sent.")
    elif action == "again":
        count = outbox.send_again(place.course)
        people.tell_writer(place.course)
        messages.success(request, f"{count} grades are sent again.")
    elif action == "drop" and number.isdecimal():
        Column.objects.filter(lms_course__course=place.course, pk=int(number)).delete()
        messages.success(request, "Nothing is sent to this column any more. A launch from its link brings it back.")
    else:
        messages.error(request, "That could not be done.")
        return
    note(place.member.key, place.course, "changed what an LMS is told", action)
