"""Who may see what: every address as everybody. An address that is new here fails until it has a rule and a line."""

import re

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")

GET, POST = "get", "post"
EVERYBODY = ("nobody", "stranger", "other instructor", "other student", "student", "assistant", "instructor")
ALL, SIGNED_IN = frozenset(EVERYBODY), frozenset(EVERYBODY) - {"nobody"}
MEMBERS = frozenset({"other student", "student", "assistant", "instructor"})
OWN = frozenset({"student", "assistant", "instructor"})
STAFF, INSTRUCTOR = frozenset({"assistant", "instructor"}), frozenset({"instructor"})

FORM = {"assignment": "dimensions"}
C, A, S = "/c/{course}", "/c/{course}/a/dimensions", "/c/{course}/s/{number}"
ADDRESSES = {  # name → address, how, who is let in
    "home": ("/", GET, SIGNED_IN),
    "sign-in": ("/sign-in", GET, ALL),
    "sign-out": ("/sign-out", POST, SIGNED_IN),
    "invitation": ("/invitation/{invitation}", GET, ALL),
    "account": ("/account", GET, SIGNED_IN),
    "everything": ("/account/everything.zip", GET, SIGNED_IN),
    "health": ("/health", GET, ALL),
    "metrics": ("/metrics", GET, ALL),
    "asset": ("/assets/look.css", GET, ALL),
    "lecture": ("/lecture/", GET, ALL),
    "lecture-start": ("/lecture/index.html", GET, ALL),
    "lecture-page": ("/lecture/de/index.html", GET, ALL),
    "make": ("/new-course", GET, frozenset({"instructor", "other instructor"})),
    "offers": (f"{C}/class/offers", GET, INSTRUCTOR),
    "invite-all": (f"{C}/class/invitations", POST, INSTRUCTOR),
    "course": (f"{C}/", GET, MEMBERS),
    "offer": (f"{A}/", GET, MEMBERS),
    "starter": (f"{A}/files/dimensions.py", GET, MEMBERS),
    "hand-in": (f"{A}/hand-in", POST, MEMBERS),
    "attempts": (f"{A}/attempts", GET, MEMBERS),
    "submission": (f"{S}/", GET, OWN),
    "report": (f"{S}/report", GET, OWN),
    "bytes": (f"{S}/bytes", GET, OWN),
    "request": (f"{S}/request", POST, OWN),
    "class": (f"{C}/class/", GET, STAFF),
    "class-live": (f"{C}/class/live", GET, STAFF),
    "class-page": (f"{C}/class/a/dimensions/", GET, STAFF),
    "student": (f"{C}/class/student/{{key}}", GET, STAFF),
    "requests": (f"{C}/class/requests", GET, STAFF),
    "marks": (f"{C}/class/a/dimensions/marks/", GET, STAFF),
    "mark": (f"{C}/class/a/dimensions/marks/{{whose}}", GET, STAFF),
    "roster": (f"{C}/class/roster", GET, INSTRUCTOR),
    "invite": (f"{C}/class/student/{{key}}/invite", POST, INSTRUCTOR),
    "extend": (f"{C}/class/student/{{key}}/extend", POST, INSTRUCTOR),
    "group": (f"{C}/class/student/{{key}}/group", POST, INSTRUCTOR),
    "override": (f"{C}/class/student/{{key}}/override", POST, INSTRUCTOR),
    "regrade": (f"{C}/class/s/{{number}}/again", POST, INSTRUCTOR),
    "terms": (f"{C}/class/a/dimensions/terms", GET, INSTRUCTOR),
    "rules": (f"{C}/class/rules", GET, INSTRUCTOR),
    "export": (f"{C}/class/export", GET, INSTRUCTOR),
    "lms": (f"{C}/class/lms", GET, INSTRUCTOR),
    "audit": (f"{C}/class/audit", GET, INSTRUCTOR),
    "lti-login": ("/lti/login", GET, ALL),
    "lti-launch": ("/lti/launch", POST, frozenset()),  # a session is no state, no ticket and no code
    "lti-choose": ("/lti/choose", POST, frozenset()),
    "lti-keys": ("/lti/keys", GET, ALL),
    "lti-register": ("/lti/register/text", GET, frozenset()),
    "api-hand-in": ("/api/c/{course}/a/dimensions/hand-in", POST, frozenset()),  # sessions are no tokens
    "api-submission": ("/api/c/{course}/s/{number}", GET, frozenset()),
}


@pytest.fixture(scope="module")
def world(portal, worker):
    """Two courses, a submission that is graded, and everybody's browser."""
    from django.utils import timezone

    from portal.hand_in import hand_in
    from portal.models import Member, Person
    from portal.tokens import invite
    from portal.uploads import blobs
    from portal.views.marking import _order
    from tests.portal.course import client_of, grade_all, make_school

    school, elsewhere = make_school(), make_school()
    stranger = Person.objects.create(email=f"stranger{school.course.pk}@example.org")
    incoming = blobs().receive()
    incoming.write(b"x = 1\n")
    size, digest = incoming.size, incoming.keep()
    one = hand_in(school.offer, school.student, digest=digest, name="a.py", size=size, now=timezone.now())
    grade_all(worker)
    people = {
        "nobody": None,
        "stranger": Member(person=stranger),
        "other instructor": elsewhere.instructor,
        "other student": school.other,
        "student": school.student,
        "assistant": school.assistant,
        "instructor": school.instructor,
    }
    new = Member.objects.create(course=school.course, roster_id="new", name="New")
    named = {
        "course": school.course.slug,
        "number": one.pk,
        "key": school.student.key,
        "whose": next(iter(_order(school.offer))),
        "invitation": invite(new),
    }
    return {name: client_of(member) for name, member in people.items()}, named, elsewhere


def is_let_in(answer) -> bool:
    """Whether an answer is more than a refusal or the way to the page where one signs in."""
    if answer.status_code in (401, 403, 404):
        return False
    return not (answer.status_code == 302 and answer["Location"].startswith("/sign-in?next="))


def test_every_address_has_a_rule_and_a_line_here() -> None:
    from portal.access import RULES
    from portal.urls import urlpatterns

    names = {one.name for one in urlpatterns}
    of_allauth = ("account_", "mfa_", "openid_connect_", "saml_", "socialaccount_")  # where there is a sign-in.toml
    assert names == {name for name in RULES if not name.startswith(of_allauth)}
    assert names == set(ADDRESSES)


@pytest.mark.parametrize("name", [one for one in ADDRESSES if one != "sign-out"])
def test_an_address_lets_in_whom_it_should(name: str, world) -> None:
    clients, named, _ = world
    address, method, wanted = ADDRESSES[name]
    let_in = {
        who for who, client in clients.items() if is_let_in(getattr(client, method)(address.format(**named), FORM))
    }
    assert let_in == wanted


@pytest.mark.parametrize(
    "name", [name for name, line in ADDRESSES.items() if re.search(r"\{(number|key|whose)\}", line[0])]
)
def test_another_courses_objects_are_not_there(name: str, world) -> None:
    from tests.portal.course import client_of

    _, named, elsewhere = world
    address, method, _ = ADDRESSES[name]
    client = client_of(elsewhere.instructor)
    answer = getattr(client, method)(address.format(**{**named, "course": elsewhere.course.slug}), FORM)
    assert answer.status_code in (401, 404)


def test_an_address_without_a_rule_is_refused(world, monkeypatch) -> None:
    from portal import access

    clients, named, _ = world
    monkeypatch.setattr(access, "RULES", {k: v for k, v in access.RULES.items() if k != "audit"})
    assert clients["instructor"].get(f"/c/{named['course']}/class/audit").status_code == 403


def test_who_left_the_roster_sees_nothing(world) -> None:
    from portal.models import Member
    from tests.portal.course import client_of, make_school

    school = make_school()
    Member.objects.filter(pk=school.student.pk).update(is_active=False)
    assert client_of(school.student).get(f"/c/{school.course.slug}/").status_code == 404


def test_pages_are_kept_by_nobody_and_load_nothing_from_elsewhere(world) -> None:
    clients, named, _ = world
    answer = clients["instructor"].get(f"/c/{named['course']}/class/")
    assert answer["Cache-Control"] == "no-store"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "<script>" not in answer.content.decode()
    assert 'style="' not in answer.content.decode()


def test_a_refusal_is_a_page_that_leads_back(world) -> None:
    clients, named, _ = world
    refused = clients["student"].get(f"/c/{named['course']}/class/audit")
    assert (refused.status_code, "To your courses" in refused.content.decode()) == (403, True)
    missing = clients["stranger"].get(f"/c/{named['course']}/")
    assert (missing.status_code, "To your courses" in missing.content.decode()) == (404, True)
