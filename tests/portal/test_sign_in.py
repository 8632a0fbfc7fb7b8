"""Signing in at a provider of OpenID Connect, and with a second factor; an address takes nobody's account over.

The provider is `oidc-provider` from npm: GRADER_TEST_OPENID names a folder in which `npm install` has put it.
"""

import base64
import hmac
import os
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests

from tests.patience import comes_true
from tests.portal.serving import Serving, free_port

pytest.importorskip("allauth")
HERE = Path(__file__).parent / "openid"
INSTALLED = os.environ.get("GRADER_TEST_OPENID", "")
PASSWORD = "correct horse battery"
TOML = """
[[openid_connect]]
provider_id = "uni"
name = "University"
client_id = "grader"
secret_file = "openid-secret"
settings = {{ server_url = "{issuer}" }}
"""


class Browser(requests.Session):
    """A browser without scripts, which follows forms."""

    def see(self, address: str) -> requests.Response:
        found = self.get(address, timeout=120)
        assert found.status_code == 200, f"{found.status_code} {found.url} {found.text[:2000]}"
        return found

    def fill(self, page: requests.Response, **fields: str) -> requests.Response:
        """Fill in the last form of a page whose fields these are, and send it."""
        forms = re.findall(r"(<form.*?</form>)", page.text, re.DOTALL)
        form = next(one for one in reversed(forms) if all(f'name="{name}"' in one for name in fields))
        action = re.search(r'<form[^>]* action="([^"]*)"', form)
        hidden = re.findall(r'<input[^>]*type="hidden"[^>]*>', form)
        values = {
            name[1]: (re.search(r'value="([^"]*)"', one) or [0, ""])[1]
            for one in hidden
            if (name := re.search(r'name="([^"]*)"', one))
        }
        address = urljoin(page.url, action[1] if action else "")
        return self.post(address, {**values, **fields}, headers={"Referer": page.url}, timeout=120)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    if not INSTALLED:
        pytest.skip("no provider of OpenID Connect: GRADER_TEST_OPENID names none")
    data, port, other = tmp_path_factory.mktemp("portal") / "data", free_port(), free_port()
    issuer = f"http://localhost:{other}"
    data.mkdir(mode=0o700)
    (data / "sign-in.toml").write_text(TOML.format(issuer=issuer))
    (data / "openid-secret").write_text("a secret of the two\n")
    (data / "openid-secret").chmod(0o600)
    shutil.copy(HERE / "provider.mjs", INSTALLED)
    back = f"http://localhost:{port}/outside/oidc/uni/login/callback/"
    command = ["node", str(Path(INSTALLED) / "provider.mjs"), issuer, str(other), back]
    provider = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        serving = Serving(data, port)
        try:
            assert comes_true(lambda: answers(f"{issuer}/.well-known/openid-configuration"))
            yield serving
        finally:
            serving.end()
    finally:
        provider.kill()
        provider.wait()


def answers(address: str) -> bool:
    try:
        return requests.get(address, timeout=5).ok
    except requests.RequestException:
        return False


def sign_in_elsewhere(browser: Browser, page: requests.Response, who: str) -> requests.Response:
    """Follow the link to the university, and sign in and consent there."""
    link = re.search(r'href="(/outside/oidc/uni/login/[^"]*)"', page.text)
    assert link is not None
    asked = browser.see(urljoin(page.url, link[1].replace("&amp;", "&")))
    if 'name="login"' in asked.text:
        asked = browser.fill(asked, login=who, password="whatever")
    return browser.fill(asked) if "/interaction/" in asked.url else asked


def people(serving: Serving) -> list[tuple]:
    with closing(sqlite3.connect(serving.folder / "portal.db", timeout=30)) as book:
        return book.execute("SELECT id, email, issuer, subject FROM portal_person ORDER BY id").fetchall()


@pytest.mark.slow
def test_a_person_of_a_provider_comes_by_an_invitation_and_takes_nobody_over(served: Serving) -> None:
    home = f"http://localhost:{served.port}/"
    instructor, student = Browser(), Browser()
    page = instructor.fill(instructor.see(served.links()[0]), email="ida@example.org", password=PASSWORD)
    assert "/c/first/" in page.url
    page = sign_in_elsewhere(student, student.see(served.links()[1]), "ida")
    assert "Join the course with this account" in page.text
    page = student.fill(page, join="yes")
    assert page.url == f"{home}c/first/"
    assert "The class" not in page.text  # a student, though the provider says that the address is the instructor's
    own, outside = people(served)
    assert own[1:] == ("ida@example.org", "", "")
    assert outside[2:] == ("uni", "ida")
    assert outside[1].endswith("@outside.invalid")
    again = Browser()
    page = sign_in_elsewhere(again, again.see(f"{home}sign-in"), "ida")
    assert page.url == f"{home}c/first/"
    assert len(people(served)) == 2
    with closing(sqlite3.connect(served.folder / "portal.db", timeout=30)) as book:
        assert book.execute("SELECT extra_data FROM socialaccount_socialaccount").fetchall() == [("{}",)]


@pytest.mark.slow
def test_an_outside_identity_is_connected_to_no_account(served: Serving) -> None:
    home = f"http://localhost:{served.port}/"
    browser = Browser()
    signed_in = browser.fill(browser.see(f"{home}sign-in"), username="ida@example.org", password=PASSWORD)
    assert "/c/first/" in signed_in.url
    asked = browser.see(f"{home}outside/oidc/uni/login/?process=connect")
    asked = browser.fill(asked, login="mallory", password="whatever")
    browser.fill(asked)
    assert [one[3] for one in people(served)] == ["", "ida"]


@pytest.mark.slow
def test_a_state_that_is_forged_or_used_leads_nowhere(served: Serving) -> None:
    address = f"http://localhost:{served.port}/outside/oidc/uni/login/callback/?code=x&state=forged"
    browser = Browser()
    browser.get(address, timeout=60)
    assert "sign-in" in browser.see(f"http://localhost:{served.port}/").url


@pytest.mark.slow
def test_what_else_allauth_has_is_refused(served: Serving) -> None:
    for path in ("signup", "password/reset", "email", "logout", "3rdparty", "3rdparty/signup", "password/change"):
        found = Browser().get(f"http://localhost:{served.port}/outside/{path}/", timeout=60)
        assert found.status_code == 403, path


@pytest.mark.slow
def test_a_second_factor_is_asked_for_after_the_password(served: Serving) -> None:
    home = f"http://localhost:{served.port}/"
    browser = Browser()
    browser.fill(browser.see(f"{home}sign-in"), username="ida@example.org", password=PASSWORD)
    page = browser.see(f"{home}outside/2fa/totp/activate/")
    if "reauthenticate" in page.url:
        page = browser.fill(page, password=PASSWORD)
    secret = re.search(r'value="([A-Z2-7]{32})"', page.text)
    assert secret is not None, page.text
    for _ in range(5):  # a code may run out on its way
        page = browser.fill(page, code=code_of(secret[1]))
        if "activate" not in page.url:
            break
    codes = re.findall(r"\b\d{8}\b", browser.see(f"{home}outside/2fa/recovery-codes/").text)
    assert codes
    other = Browser()
    page = other.fill(other.see(f"{home}sign-in"), username="ida@example.org", password=PASSWORD)
    assert "2fa/authenticate" in page.url, page.text
    assert "sign-in" in other.see(home).url
    page = other.fill(other.see(f"{home}sign-in"), username="ida@example.org", password=PASSWORD)
    page = other.fill(page, code="000000")
    assert "2fa/authenticate" in page.url
    page = other.fill(page, code=codes[0])
    assert page.url == f"{home}c/first/", page.text


FACTOR = """
import sys
from pathlib import Path
from portal.config import Config, start
start(Config(data=Path(sys.argv[1])))
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment
call_command("migrate", verbosity=0)
setup_test_environment()
from portal.models import Person
person = Person(email="ida@example.org")
person.set_password("correct horse battery")
person.save()
browser = Client()
browser.post("/sign-in", {"username": person.email, "password": "correct horse battery"})
for address in ("/outside/2fa/totp/activate/", "/account"):
    page = browser.get(address)
    if page.status_code == 302:
        page = browser.post(page["Location"], {"password": "correct horse battery"}, follow=True)
    assert page.status_code == 200, (page.status_code, page.headers)
    print(page["Content-Security-Policy"])
    print(" ".join(page.text.split()))
"""


def test_the_picture_for_an_authenticator_may_be_shown_on_its_page_alone(tmp_path: Path) -> None:
    (tmp_path / "sign-in.toml").write_text("")
    command = [sys.executable, "-c", FACTOR, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    policy, page, other, account = done.stdout.splitlines()
    images = {name: value for name, _, value in (one.strip().partition(" ") for one in policy.split(";"))}["img-src"]
    assert re.search(r'<img[^>]* src="data:image/svg\+xml;base64,', page)
    assert images.split() == ["'self'", "data:"]
    assert "data:" not in other
    assert "unsafe" not in policy + other
    assert "2fa" in account


def code_of(secret: str) -> str:
    """Return what an authenticator shows now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def test_without_the_file_nothing_of_allauth_is_there(portal: object) -> None:
    from django.conf import settings

    assert settings.SIGN_IN == []
    assert not any("allauth" in one for one in (*settings.INSTALLED_APPS, *settings.MIDDLEWARE))


def test_what_is_missing_or_readable_by_others_is_said(tmp_path: Path) -> None:
    from grader.errors import OperatorError
    from portal.sign_in import add_settings

    begun = {"INSTALLED_APPS": [], "MIDDLEWARE": []}
    (tmp_path / "sign-in.toml").write_text(TOML.format(issuer="https://login.example.org"))
    with pytest.raises(OperatorError, match="openid-secret"):
        add_settings(dict(begun), tmp_path)
    (tmp_path / "openid-secret").write_text("a secret")
    (tmp_path / "openid-secret").chmod(0o644)
    with pytest.raises(OperatorError, match="chmod 600"):
        add_settings(dict(begun), tmp_path)
    (tmp_path / "openid-secret").chmod(0o600)
    settings = dict(begun)
    add_settings(settings, tmp_path)
    assert settings["SIGN_IN"] == [("University", "/outside/oidc/uni/login/")]
    (tmp_path / "sign-in.toml").write_text('[[saml]]\nname = "X"\n')
    with pytest.raises(OperatorError, match="client_id"):
        add_settings(dict(begun), tmp_path)
