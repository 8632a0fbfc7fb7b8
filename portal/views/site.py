"""Health, metrics, and the few files that pages load: styles, htmx, and a script of ours."""

import time
from collections.abc import Callable
from mimetypes import guess_type

from django.conf import settings
from django.db.models import F, Min
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from portal.assets import ASSETS, asset_bytes
from portal.leases import LEASE_SECONDS
from portal.models import Delivery, Job, Submission


def asset(request: HttpRequest, name: str) -> HttpResponse:
    """Send a style or a script."""
    if name not in ASSETS:
        raise Http404
    response = HttpResponse(asset_bytes(name), content_type=f"{guess_type(name)[0]}; charset=utf-8")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def health(request: HttpRequest) -> HttpResponse:
    """Tell a monitor whether the portal works: the database answers, and a worker is at it. Nothing of anybody."""
    try:
        waiting = Job.objects.filter(result=None).count()
        unkept = Job.objects.filter(result__isnull=False).count()
    except Exception:  # whatever it is, the database does not answer
        return JsonResponse({"is_well": False, "problems": ["the database does not answer"]}, status=503)
    problems = ["no worker is at it"] if _silent_seconds("worker") > 2 * LEASE_SECONDS else []
    answer = {"is_well": not problems, "problems": problems, "waiting": waiting, "unkept": unkept}
    return JsonResponse(answer, status=503 if problems else 200)


def metrics(request: HttpRequest) -> HttpResponse:
    """Tell Prometheus how much there is to do. Nothing of anybody."""
    oldest = Job.objects.filter(result=None).aggregate(at=Min("submission__submitted"))["at"] or timezone.now()
    unsent = Delivery.objects.filter(column__lms_course__sends=True).exclude(version=F("sent_version"))
    found = {
        "waiting_jobs": ("Submissions that are to be graded.", Job.objects.filter(result=None).count()),
        "unkept_results": ("Results that are not in a gradebook yet.", Job.objects.exclude(result=None).count()),
        "oldest_job_seconds": ("How long the oldest of them waits.", (timezone.now() - oldest).total_seconds()),
        "worker_silent_seconds": ("How long no worker has been heard of.", _silent_seconds("worker")),
        "sender_silent_seconds": ("How long no sender has been heard of.", _silent_seconds("sender")),
        "unsent_grades": ("Grades that an LMS has not accepted yet.", unsent.count()),
        "submissions": ("Submissions there are.", Submission.objects.count()),
    }
    lines = []
    for name, (said, value) in found.items():
        shown = "+Inf" if value == float("inf") else value
        lines += [f"# HELP grader_{name} {said}", f"# TYPE grader_{name} gauge", f"grader_{name} {shown}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _silent_seconds(who: str) -> float:
    try:
        return max(0.0, time.time() - float((settings.PORTAL.data / f"{who}.beat").read_text()))
    except (OSError, ValueError):
        return float("inf")


def _error(status: int, title: str, said: str) -> Callable[..., HttpResponse]:
    """Return the page that says what is wrong, for whatever Django calls it with."""
    return lambda request, *_, **__: render(request, "portal/error.html", {"title": title, "said": said}, status=status)


refused = _error(403, "This is not for you", "Your role in the course does not allow it.")
not_taken = _error(400, "That could not be taken", "Hand in what is longer than 1 MiB as a file.")
too_old = _error(403, "This page was open for too long", "Open it again, and send the form once more.")
not_found = _error(404, "There is no such page", "Or it is of a course that you are not in.")
