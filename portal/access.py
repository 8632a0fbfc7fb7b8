"""Who may see and do what: role, course and object, decided here alone, before the body of a request is read.

An address names a course, and perhaps an assignment, a submission or a member. All of them are looked for inside the
course; what is another course's, or not this student's, is not there. An address without a rule is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from portal.config import MOST_BYTES
from portal.limits import is_too_often
from portal.models import Course, Member, Offer, Person, Role, Submission, is_open
from portal.refusals import Refusal
from portal.tokens import find_token

Rule = Literal["anyone", "signed-in", "member", "own", "staff", "instructor", "token"]
Found = TypeVar("Found")
SMALL = 1 << 20  # bytes of a request that uploads nothing
ENVELOPE = 1 << 16  # bytes around an upload

BY_RULE: Mapping[Rule, str] = {  # of LMSs' and allauth's addresses, a state, a ticket or a code says who may use them
    "anyone": (
        "health metrics asset lecture lecture-start lecture-page sign-in invitation lti-login lti-launch "
        "lti-choose lti-keys lti-register "
        "account_login openid_connect_login openid_connect_callback saml_login saml_acs saml_finish_acs saml_metadata "
        "socialaccount_login_error socialaccount_login_cancelled mfa_authenticate"
    ),
    "token": "api-hand-in api-submission",
    "signed-in": (
        "sign-out home account everything make mfa_index mfa_activate_totp mfa_deactivate_totp mfa_reauthenticate "
        "account_reauthenticate mfa_view_recovery_codes mfa_generate_recovery_codes mfa_download_recovery_codes "
        "mfa_list_webauthn mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn mfa_reauthenticate_webauthn"
    ),
    "member": "course offer starter hand-in attempts",
    "own": "submission report bytes request",
    "staff": "class class-live class-page student requests marks mark",
    "instructor": "extend group override regrade roster invite invite-all terms offers rules export lms audit",
}
RULES: Mapping[str, Rule] = {name: rule for rule, names in BY_RULE.items() for name in names.split()}
UPLOADS = ("hand-in", "api-hand-in")


@dataclass(frozen=True, kw_only=True)
class Place:
    """What an address names, found inside its course; and who asks."""

    course: Course
    member: Member  # who asks
    named_offer: Offer | None = None
    named_submission: Submission | None = None
    named_student: Member | None = None

    @property
    def offer(self) -> Offer:
        """The assignment that the address names, or whose submission it names."""
        return _there(self.named_offer)

    @property
    def submission(self) -> Submission:
        """The submission that the address names."""
        return _there(self.named_submission)

    @property
    def student(self) -> Member:
        """Whom it is about."""
        return _there(self.named_student)


def _there(found: "Found | None") -> "Found":
    if found is None:
        raise Http404
    return found


class SignedIn(HttpRequest):
    """A request of somebody who has signed in."""

    user: Person


class Placed(SignedIn):
    """A request of a member, once the rules have let it in."""

    place: Place


def find_place(person: Person, named: Mapping[str, Any], rule: Rule) -> Place:
    """Find what an address names, for somebody.

    Raises
    ------
    Http404
        If there is no such thing for them.
    PermissionDenied
        If they may see the course, and not this.
    """
    members = Member.objects.filter(person=person, is_active=True).select_related("course")
    found = get_object_or_404(members, course__slug=named["course"])
    if rule == "instructor" and found.role != Role.INSTRUCTOR:
        raise PermissionDenied
    if rule == "staff" and not found.is_staff:
        raise PermissionDenied
    course = found.course
    offer = submission = student = None
    if "assignment" in named:
        offer = get_object_or_404(Offer, course=course, assignment=named["assignment"])
        if not (found.is_staff or is_open(offer, timezone.now())):
            raise Http404
    if "number" in named:
        submission = get_object_or_404(Submission, pk=named["number"], offer__course=course)
        if not (found.is_staff or submission.member_id == found.pk):
            raise Http404
        offer, student = submission.offer, submission.member
    if "key" in named:
        student = get_object_or_404(Member, key=named["key"], course=course)
    return Place(course=course, member=found, named_offer=offer, named_submission=submission, named_student=student)


def most_bytes(name: str) -> int:
    """Return how long the body of a request may be."""
    return MOST_BYTES + ENVELOPE if name in UPLOADS else SMALL


class AccessMiddleware:
    """Applies the rules to every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; what a member sees is nobody else's to keep."""
        response = self.get_response(request)
        if request.resolver_match and request.resolver_match.url_name == "mfa_activate_totp":
            response._csp_update = {"img-src": ["data:"]}  # type: ignore[attr-defined]  # what an authenticator scans
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        return response

    def process_view(
        self, request: HttpRequest, view: object, args: object, named: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        """Refuse, or put the place into the request and let the view answer."""
        name = request.resolver_match.url_name if request.resolver_match else None
        rule = RULES.get(name or "")
        if rule is None:
            raise PermissionDenied
        if "HTTP_TRANSFER_ENCODING" in request.META:  # Django reads no body whose length it does not know
            return Refusal(request, 411, "How long is it?", "Send it with a Content-Length, and not in chunks.")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > most_bytes(name or ""):
            return Refusal(request, 413, "That is too large", f"Up to {most_bytes(name or '') >> 20} MiB are taken.")
        if rule == "anyone":
            return None
        if rule == "token":
            person = person_of_token(request)
            if person is None:
                return HttpResponse("This needs a token of yours: see your account page.\n", "text/plain", 401)
            request.user = person
        if not request.user.is_authenticated:
            back = request.get_full_path() if request.method == "GET" else "/"
            return redirect(f"/sign-in?{urlencode({'next': back})}")
        if is_too_often(name or "", request.user):
            return Refusal(request, 429, "That is too often", "Please wait ten minutes, and look at the last report.")
        if rule == "signed-in":
            return None
        if "course" in named:
            cast(Placed, request).place = find_place(request.user, named, rule)
        return None


def person_of_token(request: HttpRequest) -> Person | None:
    """Return who sends a token of theirs."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    return find_token(text.strip()) if kind == "Bearer" and text else None


def address_of(path: str) -> str:
    """Return a link as it is written into a message."""
    return f"{settings.PORTAL.address}{path}"
