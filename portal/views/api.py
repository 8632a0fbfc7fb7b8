"""What `grader submit` talks to: a token, a file, an answer in JSON. No cookies, so nothing to forge across sites."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from grader.report.document import decimal
from portal import grades
from portal.access import Placed, address_of
from portal.hand_in import Refused, hand_in
from portal.uploads import Blob


@csrf_exempt
@require_POST
def take(request: Placed, **_: object) -> HttpResponse:
    """Take a file."""
    place = request.place
    blob = request.FILES.get("file")
    if not isinstance(blob, Blob):
        return JsonResponse({"problem": "there is no file in it"}, status=400)
    try:
        taken = hand_in(
            place.offer, place.member, digest=blob.digest, name=blob.name or "", size=blob.size or 0, now=timezone.now()
        )
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    page = address_of(f"/c/{place.course.slug}/s/{taken.pk}/")
    return JsonResponse({"number": taken.pk, "page": page}, status=201)


def submission(request: Placed, **_: object) -> HttpResponse:
    """Say how far a submission is."""
    place = request.place
    one = next(one for one in grades.tries_of(place.offer, place.student) if one.submission == place.submission)
    answer: dict[str, object] = {"state": one.state, "place": one.place, "minutes": one.minutes}
    if one.attempt is not None:
        answer |= {"score": decimal(one.attempt.score), "possible": decimal(one.attempt.possible)}
        answer |= {"problem": one.attempt.problem, "counts": one.counts}
    return JsonResponse(answer)
