"""Launches: who the LMS vouches for comes in, once; what is forged, old, used or another's is refused."""

import datetime as dt
import re
from dataclasses import replace

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"


@pytest.fixture(autouse=True)
def local(portal, monkeypatch):
    """An LMS on this machine takes part."""
    from django.conf import settings
    from django.core.cache import cache

    cache.clear()
    monkeypatch.setattr(settings, "PORTAL", replace(settings.PORTAL, local_lms=True))


@pytest.fixture
def school():
    from tests.portal.course import make_school

    return make_school()


@pytest.fixture
def lms(school):
    from tests.portal.joined import make_lms

    made = make_lms()
    yield made
    made.close()


@pytest.fixture
def joined(lms, school):
    """An LMS whose course is joined to the school's."""
    from tests.portal.joined import join

    join(lms, school)
    return lms


def client():
    from django.test import Client

    return Client()


def said(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])
    return " ".join(text.replace("&#x27;", "'").split())


def test_a_student_comes_in_and_hands_in_as_a_member(joined, school) -> None:
    import io

    from portal.models import Member, Submission
    from tests.portal.lms import follow

    browser = client()
    answer = follow(browser, joined, "anna")
    assert (answer.status_code, answer["Location"]) == (302, f"/c/{school.course.slug}/a/dimensions/")
    assert browser.get(answer["Location"]).status_code == 200
    member = Member.objects.get(course=school.course, name="Anna Lms")
    assert (member.role, member.email) == ("student", "anna@lms.example")
    file = io.BytesIO(b"x = 1\n")
    file.name = "dimensions.py"
    browser.post(f"{answer['Location']}hand-in", {"file": file})
    assert Submission.objects.filter(member=member).count() == 1
    assert "you come from" in browser.get("/account").content.decode()
    follow(client(), joined, "anna")  # another day
    assert Member.objects.filter(course=school.course, name="Anna Lms").count() == 1


def test_roles_are_those_of_the_course(joined, school) -> None:
    from portal.models import Member
    from tests.portal.lms import TUTOR, follow

    joined.enrol("tutor", TUTOR, name="Tom Tutor")
    joined.enrol("admin", ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"], name="Root")
    follow(client(), joined, "tutor")
    assert Member.objects.get(course=school.course, name="Tom Tutor").role == "assistant"
    assert "neither a student nor a teacher" in said(follow(client(), joined, "admin"))
    assert not Member.objects.filter(name="Root").exists()
    joined.enrol("tutor", ["Learner"], name="Tom Tutor")
    follow(client(), joined, "tutor")
    assert Member.objects.get(course=school.course, name="Tom Tutor").role == "student"


def test_a_course_is_joined_by_an_instructors_code_once(lms, school) -> None:
    from portal.models import LmsCourse
    from tests.portal.course import client_of
    from tests.portal.lms import follow

    assert "is not joined to one here yet" in said(follow(client(), lms, "anna"))
    browser = client()
    page = follow(browser, lms, "prof").content.decode()
    (ticket,) = re.findall(r'name="ticket" value="([^"]+)"', page)
    wrong = browser.post("/lti/choose", {"ticket": ticket, "code": "guess"})
    assert "This code does not work" in said(wrong)
    shown = client_of(school.instructor).post(f"/c/{school.course.slug}/class/lms", {"action": "code"}).content.decode()
    (code,) = re.findall(r'<code class="link">([\w-]{20,})</code>', shown)
    assert client().post("/lti/choose", {"ticket": ticket, "code": code}).status_code == 403  # another browser
    answer = browser.post("/lti/choose", {"ticket": ticket, "code": code})
    assert answer["Location"].startswith(f"/c/{school.course.slug}/")
    assert browser.get(f"/c/{school.course.slug}/class/audit").status_code == 200
    assert LmsCourse.objects.filter(course=school.course).count() == 1
    assert browser.post("/lti/choose", {"ticket": ticket, "code": code}).status_code == 403
    other = follow(browser, lms, "prof", context="course-8").content.decode()
    (ticket,) = re.findall(r'name="ticket" value="([^"]+)"', other)
    assert "This code does not work" in said(browser.post("/lti/choose", {"ticket": ticket, "code": code}))


def test_what_is_replayed_is_refused(joined) -> None:
    from tests.portal.lms import follow

    kept = []
    browser = client()
    assert follow(browser, joined, "anna", form=lambda form: kept.append(form) or form).status_code == 302
    again = browser.post("/lti/launch", {"state": kept[0]["state"], "id_token": kept[0]["id_token"]})
    assert (again.status_code, "used already" in said(again)) == (403, True)
    mixed = follow(browser, joined, "anna", form=lambda form: {**form, "id_token": kept[0]["id_token"]})
    assert (mixed.status_code, "could not be checked" in said(mixed)) == (403, True)  # its nonce is another state's


def test_a_state_that_is_forged_expired_or_another_browsers_is_refused(joined, monkeypatch) -> None:
    from django.core import signing

    from portal.lti import states
    from tests.portal.lms import follow

    forged = follow(client(), joined, "anna", form=lambda form: {**form, "state": form["state"][:-1] + "x"})
    assert (forged.status_code, "not begun here" in said(forged)) == (403, True)
    kept = []
    follow(client(), joined, "anna", form=lambda form: kept.append(form) or {**form, "state": ""})
    stolen = client().post("/lti/launch", {"state": kept[0]["state"], "id_token": kept[0]["id_token"]})
    assert (stolen.status_code, "another browser" in said(stolen)) == (403, True)
    made = signing.dumps([1, "nonce", "browser", False], salt="another")
    assert client().post("/lti/launch", {"state": made, "id_token": "x"}).status_code == 403
    monkeypatch.setattr(states, "LASTS", -1)
    assert "ten minutes" in said(follow(client(), joined, "anna"))


def signed(key, claims, **header):

    from jwcrypto.jwt import JWT

    token = JWT(header={"alg": "RS256", "kid": key.thumbprint(), **header}, claims=claims)
    token.make_signed_token(key)
    return token.serialize()


def body_of(token: str) -> dict:
    import base64
    import json

    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


CHANGES = {
    "another key": ({}, True),
    "expired": ({"exp": 1000}, False),
    "no end": ({"exp": None}, False),
    "from the future": ({"iat": 9_999_999_999}, False),
    "from long ago": ({"iat": 1_000_000}, False),
    "another client": ({"aud": "client-2"}, False),
    "several clients": ({"aud": ["client-1", "client-2"], "azp": "client-2"}, False),
    "another issuer": ({"iss": "https://lms.example"}, False),
    "another deployment": ({f"{CLAIM}deployment_id": "2"}, False),
    "another nonce": ({"nonce": "n"}, False),
    "no nonce": ({"nonce": None}, False),
    "nobody": ({"sub": None}, False),
    "a name that is too long": ({"sub": "x" * 300}, False),
    "another version": ({f"{CLAIM}version": "1.1"}, False),
    "an unknown message": ({f"{CLAIM}message_type": "LtiStartProctoring"}, False),
    "no course": ({f"{CLAIM}context": None}, False),
    "claims of other kinds": ({f"{CLAIM}roles": {"a": 1}, f"{CLAIM}context": [1]}, False),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", CHANGES)
def test_a_token_that_is_forged_or_not_for_us_is_refused(what: str, joined) -> None:
    from portal.models import Launch
    from tests.portal import lms as platform
    from tests.portal.lms import follow

    changes, is_other = CHANGES[what]

    def forge(form):
        body = {k: v for k, v in {**body_of(form["id_token"]), **changes}.items() if v is not None}
        key = platform.OTHER_KEY if is_other else platform.KEY
        kid = {"kid": platform.KEY.thumbprint()} if is_other else {}
        return {**form, "id_token": signed(key, body, **kid)}

    browser = client()
    before = Launch.objects.count()
    assert follow(browser, joined, "anna", form=forge).status_code == 403
    assert "_auth_user_id" not in browser.session
    assert Launch.objects.count() in (before, before + 1)
    assert follow(browser, joined, "anna", form=lambda form: form).status_code == 302  # what is right comes in


@pytest.mark.parametrize("token", ["", "x", "a.b", "bnVsbA.bnVsbA.x", "W10.W10.x", "e30.e30.", "é.é.é"])
def test_what_is_no_token_is_refused(token: str, joined) -> None:
    from tests.portal.lms import follow

    assert follow(client(), joined, "anna", form=lambda form: {**form, "id_token": token}).status_code == 403


def test_a_token_without_a_signature_or_signed_with_the_public_key_is_refused(joined) -> None:
    import base64
    import hashlib
    import hmac
    import json

    from tests.portal import lms as platform
    from tests.portal.lms import follow

    def unsigned(form, algorithm):
        def part(value):
            return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

        head = part({"alg": algorithm, "kid": platform.KEY.thumbprint(), "typ": "JWT"})
        text = f"{head}.{part(body_of(form['id_token']))}"
        if algorithm == "none":
            return {**form, "id_token": f"{text}."}
        made = hmac.new(platform.KEY.export_to_pem(), text.encode(), hashlib.sha256).digest()
        return {**form, "id_token": f"{text}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"}

    for algorithm in ("none", "HS256"):
        answer = follow(client(), joined, "anna", form=lambda form, one=algorithm: unsigned(form, one))
        assert (answer.status_code, "could not be checked" in said(answer)) == (403, True)


def test_a_login_of_an_unknown_platform_or_client_is_refused(joined) -> None:
    from urllib.parse import urlsplit

    query = urlsplit(joined.begin("anna")).query
    assert client().get(f"/lti/login?{query}").status_code == 302
    assert client().get(f"/lti/login?{query.replace('client-1', 'client-2')}").status_code == 400
    assert client().get("/lti/login?iss=https://other.example&login_hint=x").status_code == 400
    assert client().get("/lti/login").status_code == 400


def test_in_a_frame_a_window_of_its_own_is_opened(joined) -> None:
    from html import unescape
    from urllib.parse import urlsplit

    url = urlsplit(joined.begin("anna"))
    framed = {"Sec-Fetch-Dest": "iframe"}
    page = client().get(f"{url.path}?{url.query}", headers=framed)
    assert page.status_code == 200
    assert "X-Frame-Options" not in page
    assert "frame-ancestors https:" in page["Content-Security-Policy"]
    (again,) = re.findall(r'href="(/lti/login[^"]+)" target="_blank"', page.content.decode())
    assert client().get(unescape(again)).status_code == 302
    assert client().get("/sign-in", headers=framed)["X-Frame-Options"] == "DENY"


def test_an_instructor_links_assignments_from_a_frame_that_keeps_no_cookies(joined, school) -> None:
    from portal.models import Offer
    from tests.portal.lms import follow

    Offer.objects.create(course=school.course, assignment="pooling", title="Pooling", points="30")
    page = follow(client(), joined, "prof", "choose", headers={"Sec-Fetch-Dest": "iframe"})
    (ticket,) = re.findall(r'name="ticket" value="([^"]+)"', page.content.decode())
    chosen = {"ticket": ticket, "assignment": ["dimensions", "pooling", "none-such"]}
    sent = client().post("/lti/choose", chosen)
    assert "form-action https:" in sent["Content-Security-Policy"]
    (url,) = re.findall(r'<form method="post" action="([^"]+)" data-send', sent.content.decode())
    (answer,) = re.findall(r'name="JWT" value="([^"]+)"', sent.content.decode())
    assert url == joined.url("/return")
    joined.portal_keys(client())
    joined.links.clear()
    joined.accept({"JWT": answer})
    assert [(one["title"], one["lineItem"]["scoreMaximum"]) for one in joined.chosen] == [
        ("Dimensions", 40.0),
        ("Pooling", 30.0),
    ]
    assert body_of(answer)["https://purl.imsglobal.org/spec/lti-dl/claim/data"] == {"opaque": 1}
    assert client().post("/lti/choose", chosen).status_code == 403  # a choice is sent once
    assert follow(client(), joined, "anna", "link-2")["Location"].endswith("/a/pooling/")


def test_a_student_chooses_nothing_and_a_frame_signs_nobody_in(joined) -> None:
    from urllib.parse import parse_qsl, urlsplit

    from tests.portal.lms import follow

    assert "Only a teacher" in said(follow(client(), joined, "anna", "choose", headers={"Sec-Fetch-Dest": "iframe"}))
    browser = client()
    begun = browser.get(
        urlsplit(joined.begin("anna", target="http://localhost:8000/lti/choose")).geturl(),
        headers={"Sec-Fetch-Dest": "iframe"},
    )
    form = joined.answer(dict(parse_qsl(urlsplit(begun["Location"]).query)))  # a resource link after all
    answer = browser.post("/lti/launch", {"state": form["state"], "id_token": form["id_token"]})
    assert (answer.status_code, "_auth_user_id" in browser.session) == (403, False)


def test_a_choice_is_never_sent_to_a_script(joined) -> None:
    from tests.portal.lms import follow

    settings = {
        "deep_link_return_url": "javascript:alert(1)",
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe"],
    }

    def evil(form):
        body = body_of(form["id_token"])
        body["https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"] = settings
        from tests.portal.lms import KEY

        return {**form, "id_token": signed(KEY, body)}

    page = follow(client(), joined, "prof", "choose", form=evil, headers={"Sec-Fetch-Dest": "iframe"})
    (ticket,) = re.findall(r'name="ticket" value="([^"]+)"', page.content.decode())
    answer = client().post("/lti/choose", {"ticket": ticket, "assignment": ["dimensions"]})
    assert (answer.status_code, "javascript:" in answer.content.decode().partition("action=")[2]) == (403, False)


def test_an_address_in_a_message_opens_nobodys_account(joined, school) -> None:
    from portal.models import Member
    from tests.portal.lms import LEARNER, follow

    joined.enrol("mallory", LEARNER, name="Mallory", email=school.instructor.person.email)
    browser = client()
    follow(browser, joined, "mallory")
    assert browser.get(f"/c/{school.course.slug}/class/").status_code == 403
    assert Member.objects.get(course=school.course, name="Mallory").person != school.instructor.person


def test_a_roster_that_was_there_before_is_met_again(joined, school) -> None:
    from portal.models import Member
    from tests.portal.lms import LEARNER, follow

    known = Member.objects.create(course=school.course, roster_id="4711", name="from a CSV", email="otto@uni.example")
    joined.enrol("otto", LEARNER, name="Otto Lms", email="OTTO@uni.example")
    follow(client(), joined, "otto")
    met = Member.objects.get(pk=known.pk)
    assert (met.name, met.roster_id, met.person is not None) == ("Otto Lms", "4711", True)


def test_two_platforms_with_the_same_names_are_two(joined, school) -> None:
    from portal.models import Person
    from tests.portal.joined import join, make_lms
    from tests.portal.lms import follow

    other = make_lms("client-9")
    try:
        join(other, school)
        follow(client(), joined, "anna")
        follow(client(), other, "anna")
        assert Person.objects.filter(subject="anna", issuer__in=[joined.url(""), other.url("")]).count() == 2
    finally:
        other.close()


def test_two_tools_of_one_platform_are_of_the_same_people(joined, school) -> None:
    """Open edX gives each of its blocks a client id of its own."""
    from portal.models import LmsCourse, Member, Platform
    from tests.portal.lms import CONTEXT, follow

    platform = Platform.objects.get(issuer=joined.url(""))
    follow(client(), joined, "anna")
    platform.pk, platform.client_id = None, "client-2"
    platform.save()
    LmsCourse.objects.create(platform=platform, deployment="1", number=CONTEXT, course=school.course)
    joined.registration.set_client_id("client-2")
    assert follow(client(), joined, "anna").status_code == 302
    assert Member.objects.filter(course=school.course, name="Anna Lms").count() == 1


def test_the_keys_are_public_and_the_key_is_not(portal) -> None:
    from portal.lti.keys import FILE

    (key,) = client().get("/lti/keys").json()["keys"]
    assert {"kty", "n", "e", "kid", "alg", "use"} == set(key)
    assert (portal.data / FILE).stat().st_mode & 0o077 == 0


def test_the_keys_of_a_platform_are_fetched_once_and_again_for_a_new_one(joined) -> None:
    from tests.portal.lms import follow

    joined.asked.clear()
    for _ in range(3):
        follow(client(), joined, "anna")
    assert joined.asked.count("GET /keys") == 1

    def with_a_new_key(form):
        return {**form, "id_token": signed(lms_key(), body_of(form["id_token"]), kid="another")}

    for _ in range(3):
        follow(client(), joined, "anna", form=with_a_new_key)
    assert joined.asked.count("GET /keys") == 2


def lms_key():
    from tests.portal.lms import KEY

    return KEY


def test_used_states_are_forgotten_when_they_have_run_out(joined) -> None:
    from portal.models import Launch
    from tests.portal.lms import follow

    follow(client(), joined, "anna")
    Launch.objects.update(at=dt.datetime.now(dt.UTC) - dt.timedelta(hours=2))
    follow(client(), joined, "anna")
    assert Launch.objects.count() == 1
