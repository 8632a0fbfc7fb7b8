"""What LMSs and their links talk to: login, launch, the choice of assignments, keys, registration.

These addresses are other systems' to use, without a session: a signed state, a ticket or a code says who may.
"""

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import login as sign_in
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.access import address_of
from portal.lti import choosing, joining
from portal.lti.keys import key_set
from portal.lti.outward import NotAllowed
from portal.lti.people import Unusable
from portal.lti.registering import register as register_platform
from portal.lti.states import State, browser_of, cookie_name, is_framed, is_same_browser, remember_browser
from portal.lti.tool import Claims, check
from portal.models import Launch, LmsCourse, Offer, Platform, Role, note
from portal.tokens import RANDOM, digest_of, find_code, use_invitation

LOGIN_WORDS = ("iss", "login_hint", "target_link_uri", "lti_message_hint", "client_id", "lti_deployment_id")
LAUNCH, CHOOSE = "/lti/launch", "/lti/choose"
DEEP_LINKING, RESOURCE = "LtiDeepLinkingRequest", "LtiResourceLinkRequest"
OTHERS = ["https:", "http://localhost:*"]  # an LMS's pages have many origins


def _page(request: HttpRequest, name: str, facts: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return a page that an LMS's frame may show: it has nothing of a session on it."""
    response = render(request, f"portal/lti_{name}.html", facts, status=status)
    response.xframe_options_exempt = True
    response._csp_replace = {"frame-ancestors": OTHERS}  # type: ignore[attr-defined]
    return response


def _sorry(request: HttpRequest, said: object, status: int = 403) -> HttpResponse:
    return _page(request, "sorry", {"said": str(said)}, status)


@csrf_exempt
def login(request: HttpRequest) -> HttpResponse:
    """Begin a launch: send the browser to the platform, which knows who sits at it."""
    asked = request.POST if request.method == "POST" else request.GET
    words = {name: asked.get(name, "") for name in LOGIN_WORDS}
    known = Platform.objects.filter(issuer=words["iss"])
    platforms = list((known.filter(client_id=words["client_id"]) if words["client_id"] else known)[:2])
    if len(platforms) != 1 or not words["login_hint"]:
        return _sorry(request, "This LMS is not registered here, or not under this client id.", 400)
    framed = is_framed(request)
    if framed and urlsplit(words["target_link_uri"]).path != CHOOSE:  # its session would be lost in the frame
        return _page(request, "window", {"again": f"{request.path}?{urlencode(words)}"})
    text, nonce = request.COOKIES.get(cookie_name()) or get_random_string(RANDOM), get_random_string(RANDOM)
    state = State(platform=platforms[0].pk, nonce=nonce, browser=digest_of(text), is_framed=framed)
    parameters = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": platforms[0].client_id,
        "redirect_uri": address_of(LAUNCH),
        "login_hint": words["login_hint"],
        "state": state.to_text(),
        "nonce": nonce,
    }
    if words["lti_message_hint"]:
        parameters["lti_message_hint"] = words["lti_message_hint"]
    url = platforms[0].auth_login_url
    response = redirect(f"{url}{'&' if '?' in url else '?'}{urlencode(parameters)}")
    remember_browser(response, text)
    return response


@csrf_exempt
@require_POST
def launch(request: HttpRequest) -> HttpResponse:
    """Let somebody in whom the platform vouches for, once."""
    text = request.POST.get("state", "")
    state = State.from_text(text)
    platform = Platform.objects.filter(pk=state.platform).first() if state is not None else None
    if state is None or platform is None:
        return _sorry(request, "This launch was not begun here, or more than ten minutes ago.")
    if not state.is_framed and not is_same_browser(request, state.browser):
        return _sorry(request, "This launch was begun in another browser, or this one keeps no cookies.")
    if request.POST.get("error"):
        return _sorry(request, "The LMS does not know who you are. Sign in there first.")
    try:
        claims = check(platform, request.POST.get("id_token", ""), state.nonce)
        if claims.message not in (RESOURCE, DEEP_LINKING) or (state.is_framed and claims.message != DEEP_LINKING):
            raise Unusable("This kind of launch is not known here.")
        used = joining.use_up(text, platform)
        if used is None:
            raise Unusable("This launch was used already.")
        return _go_on(request, used, claims, joining.lms_course_of(platform, claims))
    except Unusable as reason:
        note(platform.title, None, "refused a launch", str(reason))
        return _sorry(request, reason)


def _go_on(request: HttpRequest, used: Launch, claims: Claims, lms_course: LmsCourse | None) -> HttpResponse:
    """Go where a launch leads; an instructor is asked first which course it is, or which assignments."""
    if lms_course is not None and claims.message == RESOURCE:
        person, member, offer = joining.enter(lms_course, claims)
        if not person.is_active:
            raise Unusable("Your account is closed.")
        sign_in(request, person)
        course = member.course.slug
        return redirect("offer", course, offer.assignment) if offer is not None else redirect("course", course)
    if claims.role != Role.INSTRUCTOR:
        raise Unusable(
            "Only a teacher can choose assignments."
            if lms_course is not None
            else "This course is not joined to one here yet. Its teacher does that, by opening this link."
        )
    ticket = joining.make_ticket(used, claims, "" if claims.message == DEEP_LINKING else browser_of(request))
    return _ask(request, claims, lms_course, ticket)


def _ask(
    request: HttpRequest, claims: Claims, lms_course: LmsCourse | None, ticket: str, said: object = ""
) -> HttpResponse:
    facts: dict[str, Any] = {"ticket": ticket, "claims": claims, "said": str(said)}
    if lms_course is None:
        return _page(request, "join", facts, 403 if said else 200)
    facts |= {"offers": Offer.objects.filter(course=lms_course.course), "takes_several": choosing.takes_several(claims)}
    return _page(request, "choose", facts)


@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Take what an instructor chose: the course that theirs is joined to, or the assignments to link to."""
    ticket = request.POST.get("ticket", "")
    found = joining.find_ticket(ticket)
    if found is None or (found[0].browser and not is_same_browser(request, found[0].browser)):
        return _sorry(request, "This page was open for too long. Open it from the LMS again.")
    used, claims = found
    lms_course = joining.lms_course_of(used.platform, claims)
    try:
        if lms_course is None:
            try:
                lms_course = joining.join(used.platform, claims, request.POST.get("code", ""))
            except Unusable as reason:
                return _ask(request, claims, None, ticket, reason)
            if claims.message == DEEP_LINKING:
                return _ask(request, claims, lms_course, ticket)
            joining.use_ticket(used)
            return _go_on(request, used, claims, lms_course)
        wanted = request.POST.getlist("assignment")
        offers = list(Offer.objects.filter(course=lms_course.course, assignment__in=wanted))
        offers = offers if choosing.takes_several(claims) else offers[:1]
        url, answer = choosing.return_url(claims), choosing.answer(used.platform, claims, offers)
        if claims.message != DEEP_LINKING or not joining.use_ticket(used):
            raise Unusable("This choice was sent already.")
    except (Unusable, NotAllowed) as reason:
        return _sorry(request, reason)
    note(used.platform.title, lms_course.course, "linked assignments", ", ".join(one.assignment for one in offers))
    response = _page(request, "send", {"url": url, "answer": answer})
    response._csp_replace["form-action"] = OTHERS  # type: ignore[attr-defined]
    return response


def keys(request: HttpRequest) -> HttpResponse:
    """Give the key that our messages can be checked by."""
    response = JsonResponse(key_set(settings.PORTAL.data))
    response["Cache-Control"] = "public, max-age=600"
    return response


@csrf_exempt
def register(request: HttpRequest, text: str) -> HttpResponse:
    """Register with a platform whose administrator followed an instructor's link there."""
    code = find_code(text, "register")
    configuration = request.GET.get("openid_configuration", "")
    if code is None or not configuration:
        return _sorry(request, "This link works once, for two weeks, and only from an LMS that registers a tool.")
    if request.method != "POST":
        return _page(request, "register", {"host": urlsplit(configuration).netloc, "course": code.course})
    if not use_invitation(code):
        return _sorry(request, "This link was used already.")
    try:
        platform = register_platform(configuration, request.GET.get("registration_token", ""))
    except Unusable as reason:
        return _sorry(request, reason)
    note(platform.issuer, code.course, "registered an LMS", platform.client_id)
    response = _page(request, "registered", {"platform": platform})
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"  # it tells the LMS's window that it is done
    return response
