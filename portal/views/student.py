"""What a student sees: the course, an assignment, what they handed in, the report. Staff sees a student's the same.

What `grader submit` talks to is here, too: a token, a file, an answer in JSON. It has no cookies, so there is nothing
to forge across sites.
"""

import hashlib
import re
import tempfile
from collections.abc import Callable
from typing import IO

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from grader.report.document import decimal
from portal import grades
from portal.access import Place, Placed, SignedIn, address_of
from portal.courses import assignment_folder, handout
from portal.hand_in import Refused, deadline_of, hand_in, partners_of, why_not
from portal.languages import language_of_reader
from portal.models import Offer, Posting, Submission, is_open, note
from portal.personal import export, kept_of
from portal.uploads import Blob, blobs

LONGEST_REQUEST = 5000
NAVIGATES = "allow-top-navigation-by-user-activation"
SANDBOXED = {  # a page of ours that quotes what students wrote: no script but a view's, no origin
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
    "sandbox": [NAVIGATES],
    **dict.fromkeys(("script-src", "img-src", "connect-src", "frame-src")),
    "form-action": ["'none'"],
    "base-uri": ["'none'"],
}
OWN_SCRIPT = re.compile(  # in the first lines, which nobody but us writes
    r"<!DOCTYPE html>\n<html lang=\"\w+\">\n<head>\n<meta charset=\"utf-8\">\n"
    r"<meta http-equiv=\"Content-Security-Policy\" content=\"[^\"]*; script-src ('sha256-[\w+/=]+')\">"
)


def sandboxed(page: str) -> HttpResponse:
    """Return a page that shares nothing with the site, and runs nothing but the script that its own head names."""
    response = HttpResponse(page)
    policy: dict[str, object] = {**SANDBOXED}
    if (own := OWN_SCRIPT.match(page)) is not None:
        policy |= {"script-src": [own[1]], "sandbox": ["allow-scripts", NAVIGATES]}
    response._csp_replace = policy  # type: ignore[attr-defined]
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def course(request: Placed, **_: object) -> HttpResponse:
    """List the assignments: until when, and what one has so far."""
    place = request.place
    now = timezone.now()
    rows = grades.rows_of(place.member)
    offers = [one for one in Offer.objects.filter(course=place.course) if place.member.is_staff or is_open(one, now)]
    lines = [(one, deadline_of(one, place.member), rows.get(one.assignment)) for one in offers]
    return render(request, "portal/course.html", {"lines": lines, "now": now})


def offer(request: Placed, **_: object) -> HttpResponse:
    """Show an assignment: what to write, its files, where to hand in, and what was handed in."""
    place = request.place
    contents, files = handout(assignment_folder(place.offer), language_of_reader(request))
    facts = {
        "exercises": [(one, float(one.points)) for one in contents.exercises],
        "files": sorted(files),
        "partners": partners_of(place.offer, place.member),
        "why_not": why_not(place.offer, place.member, timezone.now()),
        **_standing(request),
    }
    return render(request, "portal/offer.html", facts)


def attempts(request: Placed, **_: object) -> HttpResponse:
    """Return the pieces of the page that say how far everything is, and what it earned."""
    return render(request, "portal/attempts_live.html", _standing(request))


def _standing(request: Placed) -> dict[str, object]:
    place = request.place
    tries = grades.tries_of(place.offer, place.member)
    return {
        "offer": place.offer,
        "due": deadline_of(place.offer, place.member),
        "row": grades.rows_of(place.member).get(place.offer.assignment),
        "tries": tries,
        "is_waiting": any(one.state != "graded" for one in tries),
    }


def starter(request: Placed, file: str, **_: object) -> HttpResponse:
    """Send one of the files that a student begins with."""
    data = handout(assignment_folder(request.place.offer), language_of_reader(request))[1].get(file)
    if data is None:
        raise Http404
    return attachment(data, file)


def attachment(data: bytes, name: str) -> HttpResponse:
    """Return bytes for the disk, whatever they are."""
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def written(name: str, write: Callable[[IO[bytes]], object]) -> FileResponse:
    """Return for the disk what a function writes, however large it is."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    write(stream)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=name)


@require_POST
def take(request: Placed, **_: object) -> HttpResponse:
    """Take what was uploaded, or pasted."""
    place = request.place
    blob = request.FILES.get("file")
    if blob is None and request.POST.get("text", "").strip():
        blob = _pasted(request.POST["text"], place.offer.assignment)
    if not isinstance(blob, Blob):
        messages.error(request, "Choose a file first, or paste your functions.")
        return redirect("offer", place.course.slug, place.offer.assignment)
    try:
        _hand_in(place, blob)
        messages.success(request, f"Handed in: {blob.name}.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("offer", place.course.slug, place.offer.assignment)


def _hand_in(place: Place, blob: Blob) -> Submission:
    name, size = blob.name or "", blob.size or 0
    return hand_in(place.offer, place.member, digest=blob.digest, name=name, size=size, now=timezone.now())


def _pasted(text: str, assignment: str) -> Blob:
    incoming = blobs().receive()
    incoming.write(text.replace("\r\n", "\n").encode())
    return Blob(f"{assignment.replace('-', '_')}.py", incoming.size, incoming.keep())


def submission(request: Placed, **_: object) -> HttpResponse:
    """Show one submission: how far it is, its report, and what was asked about it."""
    place = request.place
    tries = grades.tries_of(place.offer, place.student)
    found = next(one for one in tries if one.submission == place.submission)
    book = grades.book_of(place.course)
    asked = book.requests_of(place.offer.assignment, [place.student.key]).get(place.student.key, ())
    posted = Posting.objects.filter(member=place.student, offer=place.offer, kind="ask")
    if place.member != place.student:
        note(place.member.key, place.course, "looked at", place.submission.pk, {"student": place.student.key})
    facts = {"one": found, "offer": place.offer, "student": place.student, "asked": asked, "posted": posted}
    return render(request, "portal/submission.html", facts)


def report(request: Placed, **_: object) -> HttpResponse:
    """Send the report's own page, in a sandbox."""
    page = grades.report_page(request.place.submission, language_of_reader(request))
    if page is None:
        raise Http404
    return sandboxed(page)


def download(request: Placed, **_: object) -> FileResponse:
    """Give back what was handed in, byte by byte, for the disk and never as a page."""
    one = request.place.submission
    stream = blobs().path(one.digest).open("rb")
    return FileResponse(stream, as_attachment=True, filename=one.name, content_type="application/octet-stream")


@require_POST
def ask(request: Placed, **_: object) -> HttpResponse:
    """Ask for another look at a grade."""
    place = request.place
    text = request.POST.get("text", "").strip()
    if not text or len(text) > LONGEST_REQUEST:
        messages.error(request, f"Say in up to {LONGEST_REQUEST} characters what should be looked at.")
    elif place.member != place.student:
        messages.error(request, "Only the student can ask.")
    else:
        exercise = request.POST.get("exercise", "").strip()[:200]
        asked = "\0".join((place.student.key, place.offer.assignment, exercise, text))
        identity = hashlib.sha256(asked.encode("utf-8", "surrogateescape")).hexdigest()[:32]
        data = {"id": identity, "assignment": place.offer.assignment, "exercise": exercise, "text": text}
        Posting.objects.create(course=place.course, offer=place.offer, member=place.student, kind="ask", data=data)
        note(place.member.key, place.course, "asked for a look", place.submission.pk)
        messages.success(request, "Your request was sent.")
    return redirect("submission", place.course.slug, place.submission.pk)


def everything(request: SignedIn) -> FileResponse:
    """Give out everything that is kept about the person who asks."""
    response = written("everything.zip", lambda stream: export(kept_of(request.user), stream))
    note(request.user.email, None, "took a copy of everything of their own")
    return response


@csrf_exempt
@require_POST
def take_from_program(request: Placed, **_: object) -> HttpResponse:
    """Take a file."""
    place = request.place
    blob = request.FILES.get("file")
    if not isinstance(blob, Blob):
        return JsonResponse({"problem": "there is no file in it"}, status=400)
    try:
        taken = _hand_in(place, blob)
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    page = address_of(f"/c/{place.course.slug}/s/{taken.pk}/")
    return JsonResponse({"number": taken.pk, "page": page}, status=201)


def state(request: Placed, **_: object) -> HttpResponse:
    """Say how far a submission is."""
    place = request.place
    one = next(one for one in grades.tries_of(place.offer, place.student) if one.submission == place.submission)
    answer: dict[str, object] = {"state": one.state, "place": one.place, "minutes": one.minutes}
    if one.attempt is not None:
        answer |= {"score": decimal(one.attempt.score), "possible": decimal(one.attempt.possible)}
        answer |= {"problem": one.attempt.problem, "counts": one.counts}
    return JsonResponse(answer)
