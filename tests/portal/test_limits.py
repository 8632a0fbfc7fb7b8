"""Limits: uploads that are too large or do not say how large they are, and passwords that are guessed."""

import dataclasses
import http.client
import io
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from .serving import free_port, until

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")
MIB = 1 << 20
PASSWORD = "a window of 25 weights"


@pytest.fixture
def school():
    from django.core.cache import cache

    from tests.portal.course import make_school

    cache.clear()
    made = make_school()
    made.student.person.set_password(PASSWORD)
    made.student.person.save()
    return made


@pytest.fixture(scope="module")
def port(portal) -> Iterator[int]:
    """The real web process, on the tests' own database."""
    number = free_port()
    process = subprocess.Popen([sys.executable, "-P", "-m", "portal.web"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    with process.stdin as stream:
        stream.write(dataclasses.replace(portal, port=number).to_text().encode())

    def is_up() -> bool:
        with closing(socket.socket()) as probe:
            return probe.connect_ex(("127.0.0.1", number)) == 0

    until(is_up)
    yield number
    process.terminate()
    process.wait(20)


def write_all(port: int, head: str, pieces: Iterator[bytes]) -> http.client.HTTPResponse:
    """Write a request to its end, as a client does that reads nothing before; return the answer."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode() + b"\r\n")
        for piece in pieces:
            connection.sendall(piece)
        answer = http.client.HTTPResponse(connection)
        answer.begin()
        answer.body = answer.read()  # type: ignore[attr-defined]
        return answer


@pytest.mark.slow
def test_an_upload_that_is_too_large_is_told_so_while_it_is_written(port, school) -> None:
    size = 200 * MIB
    for path in ("/api/c/x/a/dimensions/hand-in", "/c/x/a/dimensions/hand-in", "/sign-in"):
        head = f"POST {path} HTTP/1.1\nHost: localhost\nContent-Length: {size}\n"
        answer = write_all(port, head, (bytes(MIB) for _ in range(200)))
        assert answer.status == 413
        assert b"That is too large" in answer.body
        assert (b"Up to 1 MiB" if path == "/sign-in" else b"Up to 32 MiB") in answer.body


def test_an_upload_that_does_not_say_how_large_it_is_is_refused(port, school, portal) -> None:
    from portal.tokens import make_token

    token = make_token(school.student.person)
    path = f"/api/c/{school.course.slug}/a/dimensions/hand-in"
    head = f"POST {path} HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\nAuthorization: Bearer {token}\n"
    chunk = b"%x\r\n" % MIB + bytes(MIB) + b"\r\n"
    answer = write_all(port, head, (chunk if number < 100 else b"0\r\n\r\n" for number in range(101)))
    assert answer.status == 411
    assert b"Content-Length" in answer.body
    assert not list((portal.data / "blobs").glob("incoming-*"))


def test_who_goes_on_writing_is_not_listened_to_for_long(monkeypatch) -> None:
    from portal import refusals

    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            time.sleep(0.01)
            return bytes(size)

    monkeypatch.setattr(refusals, "LINGER_SECONDS", 0.1)
    begin = time.monotonic()
    refusals.discard_body({"wsgi.input": Endless(), "CONTENT_LENGTH": str(10 << 30)})
    assert 0.1 <= time.monotonic() - begin < 5


def test_no_more_than_the_body_is_read() -> None:
    from portal import refusals

    stream = io.BytesIO(b"body and the next request")
    refusals.discard_body({"wsgi.input": stream, "CONTENT_LENGTH": "4"})
    assert stream.read() == b" and the next request"


def sign_in(school, password: str, network: str, client=None):
    from django.test import Client

    form = {"username": school.student.person.email.upper(), "password": password}
    return (client or Client()).post("/sign-in", form, REMOTE_ADDR=network)


def test_wrong_passwords_from_one_network_have_to_wait_and_nobody_else_has(school) -> None:
    answers = [sign_in(school, "x", "192.0.2.1") for _ in range(11)]
    assert [one.status_code for one in answers] == [200] * 10 + [429]
    assert sign_in(school, PASSWORD, "192.0.2.1").status_code == 429
    assert sign_in(school, PASSWORD, "192.0.2.2").status_code == 302


def test_half_an_address_of_ipv6_is_one_network(school) -> None:
    answers = [sign_in(school, "x", f"2001:db8::{number:x}") for number in range(11)]
    assert answers[-1].status_code == 429
    assert sign_in(school, PASSWORD, "2001:db8:0:1::1").status_code == 302


def test_guesses_from_everywhere_have_to_wait_and_do_not_shut_out_the_person(school) -> None:
    from django.test import Client

    own = Client()
    assert sign_in(school, PASSWORD, "192.0.2.1", own).status_code == 302
    own.post("/sign-out")
    answers = [sign_in(school, "x", f"198.51.100.{number}") for number in range(101)]
    assert [one.status_code for one in answers] == [200] * 100 + [429]
    assert sign_in(school, PASSWORD, "192.0.2.1").status_code == 429
    assert sign_in(school, PASSWORD, "192.0.2.1", own).status_code == 302


def test_a_network_that_tries_many_addresses_has_to_wait(school, monkeypatch) -> None:
    from django.test import Client

    from portal import limits

    monkeypatch.setattr(limits, "MOST_OF_NETWORK", 20)
    form = {"password": "x"}
    tries = [Client().post("/sign-in", {**form, "username": f"p{number}@example.org"}) for number in range(21)]
    assert [one.status_code for one in tries] == [200] * 20 + [429]


def test_a_cookie_that_somebody_made_up_is_no_known_browser(school) -> None:
    from django.test import Client

    from portal.limits import KNOWN

    forged = Client()
    forged.cookies[KNOWN] = f"{school.student.person.email}:1:made-up"
    for _ in range(10):
        sign_in(school, "x", "192.0.2.1", forged)
    assert sign_in(school, PASSWORD, "192.0.2.1", forged).status_code == 429


def test_an_invitation_is_no_way_to_guess_a_password(school) -> None:
    from django.test import Client

    from portal.models import Member
    from portal.tokens import invite

    member = Member.objects.create(course=school.course, roster_id="new")
    link = f"/invitation/{invite(member)}"
    form = {"email": school.student.person.email, "password": "x"}
    pages = [Client().post(link, form).content.decode() for _ in range(11)]
    assert "another password" in pages[9]
    assert "Please wait" in pages[10]


def test_behind_a_proxy_the_network_is_the_one_that_the_proxy_names(school, portal, settings_with_origin) -> None:
    from django.test import RequestFactory

    from portal.limits import network_of

    made = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.7"})
    assert network_of(made) == "192.0.2.7"  # what stands before it, the client made up
    assert network_of(RequestFactory().get("/", REMOTE_ADDR="127.0.0.1")) == ""


@pytest.fixture
def settings_with_origin(portal, monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings, "PORTAL", dataclasses.replace(portal, origin="https://grader.example.org"))


def test_an_upload_that_breaks_off_is_no_submission_and_leaves_nothing(port, school, portal) -> None:
    from portal.models import Submission
    from portal.tokens import make_token

    path = f"/api/c/{school.course.slug}/a/dimensions/hand-in"
    part = '--x\nContent-Disposition: form-data; name="file"; filename="a.py"\n\n'.replace("\n", "\r\n").encode()
    head = (
        f"POST {path} HTTP/1.1\nHost: localhost\nContent-Length: {4 * MIB}\n"
        f"Content-Type: multipart/form-data; boundary=x\nAuthorization: Bearer {make_token(school.student.person)}\n\n"
    )
    with closing(socket.create_connection(("127.0.0.1", port), timeout=30)) as connection:
        connection.sendall(head.replace("\n", "\r\n").encode() + part + b"x = 1\n" * (MIB // 6))
        until(lambda: list((portal.data / "blobs").glob("incoming-*")))
        connection.shutdown(socket.SHUT_WR)
        answer = connection.recv(1000)
    assert b" 201 " not in answer
    until(lambda: not list((portal.data / "blobs").glob("incoming-*")), 10)
    assert not Submission.objects.filter(member=school.student).exists()


def test_who_hands_in_without_end_has_to_wait_and_nobody_else_has(school, monkeypatch) -> None:
    from portal import limits
    from tests.portal.course import client_of

    monkeypatch.setattr(limits, "MOST_OF", {"hand-in": (2, 600), "everything": (1, 600)})
    ada, ben = client_of(school.student), client_of(school.other)
    address = f"/c/{school.course.slug}/a/dimensions/hand-in"
    assert [ada.post(address, {"text": f"x = {one}"}).status_code for one in range(3)] == [302, 302, 429]
    assert "That is too often" in ada.post(address, {"text": "x = 3"}).content.decode()
    assert school.student.submission_set.count() == 2
    assert ben.post(address, {"text": "x = 1"}).status_code == 302
    assert [ada.get("/account/everything.zip").status_code for _ in range(2)] == [200, 429]
    assert ada.get("/account").status_code == 200
