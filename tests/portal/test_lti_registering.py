"""How a platform and the portal get to know each other: a file of the operator's, or a link of an instructor's."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture(autouse=True)
def local(portal, monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings, "PORTAL", replace(settings.PORTAL, local_lms=True))


@pytest.fixture
def lms():
    from portal.models import Platform
    from tests.portal.lms import Lms

    Platform.objects.filter(client_id="made-for-you").delete()
    made = Lms()
    yield made
    made.close()


def link_of(school) -> str:
    from tests.portal.course import client_of

    page = client_of(school.instructor).post(f"/c/{school.course.slug}/class/lms", {"action": "link"}).content.decode()
    (link,) = re.findall(r'<code class="link">http://localhost:8000(/lti/register/[^<]+)</code>', page)
    return link


def test_a_platform_registers_itself_by_a_link_once(lms) -> None:
    from django.test import Client

    from portal.models import AuditEntry, Platform
    from tests.portal.course import make_school

    school = make_school()
    link = link_of(school)
    address = f"{link}?openid_configuration={lms.url('/openid')}&registration_token=secret"
    asked = Client().get(address)
    assert (asked.status_code, "POST /register" in lms.asked) == (200, False)  # nothing happens before the button
    done = Client().post(address)
    assert "made-for-you" in done.content.decode()
    assert done["Cross-Origin-Opener-Policy"] == "unsafe-none"
    platform = Platform.objects.get(client_id="made-for-you")
    assert (platform.issuer, platform.key_set_url) == (lms.url(""), lms.url("/keys"))
    assert platform.deployments == ["1"]
    assert Client().post(address).status_code == 403
    assert Client().get("/lti/register/guess?openid_configuration=https://lms.example/").status_code == 403
    assert AuditEntry.objects.filter(course=school.course, what="registered an LMS").exists()


BAD = {
    "another issuer": ({"issuer": "https://other.example"}, "another host"),
    "a token's URL in the network": ({"token_endpoint": "http://10.0.0.1/token"}, "no https URL"),
    "keys in a file": ({"jwks_uri": "file:///etc/passwd"}, "no https URL"),
    "no place to register": ({"registration_endpoint": None}, "registration endpoint"),
    "a place to register in the network": ({"registration_endpoint": "http://192.168.0.1/"}, "no https URL"),
    "no LMS": ({"https://purl.imsglobal.org/spec/lti-platform-configuration": None}, "not an LTI platform"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_platform_that_lies_is_not_registered(what: str, lms, monkeypatch) -> None:
    from django.test import Client

    from portal.models import Platform
    from tests.portal import lms as platform
    from tests.portal.course import make_school

    changes, reason = BAD[what]
    whole = platform.configuration_of
    monkeypatch.setattr(
        platform,
        "configuration_of",
        lambda one: {name: value for name, value in {**whole(one), **changes}.items() if value is not None},
    )
    answer = Client().post(f"{link_of(make_school())}?openid_configuration={lms.url('/openid')}")
    assert (answer.status_code, reason in answer.content.decode()) == (403, True)
    assert not Platform.objects.filter(client_id="made-for-you").exists()


def test_nobody_registers_other_keys_for_a_platform_that_is_known(lms) -> None:
    from django.test import Client

    from portal.models import Platform
    from tests.portal.course import make_school

    Platform.objects.create(issuer=lms.url(""), client_id="known", key_set_url="https://keys.example/")
    answer = Client().post(f"{link_of(make_school())}?openid_configuration={lms.url('/openid')}")
    assert "with other keys" in answer.content.decode()


@pytest.mark.parametrize("address", ["http://10.0.0.1/openid", "file:///etc/passwd", "https://127.0.0.1:1/openid"])
def test_a_configuration_in_the_network_is_not_fetched(address: str) -> None:
    from django.test import Client

    from tests.portal.course import make_school

    answer = Client().post(f"{link_of(make_school())}?openid_configuration={address}")
    assert (answer.status_code, "could not be registered" in answer.content.decode()) == (403, True)


GOOD = """
[[platform]]
name = "Moodle"
issuer = "https://moodle.example.org"
client_id = "abc"
auth_login_url = "https://moodle.example.org/mod/lti/auth.php"
auth_token_url = "https://moodle.example.org/mod/lti/token.php"
key_set_url = "https://moodle.example.org/mod/lti/certs.php"
deployments = ["1"]
"""


def test_a_file_registers_platforms_and_changes_them(tmp_path: Path) -> None:
    from portal.lti.registering import read_file
    from portal.models import Platform

    assert read_file(tmp_path) == 0
    (tmp_path / "lti.toml").write_text(GOOD)
    assert read_file(tmp_path) == 1
    (tmp_path / "lti.toml").write_text(GOOD.replace('["1"]', '["1", "2"]'))
    assert read_file(tmp_path) == 1
    (found,) = Platform.objects.filter(issuer="https://moodle.example.org")
    assert (found.name, found.deployments) == ("Moodle", ["1", "2"])


def test_every_mistake_of_a_file_is_said_at_once(tmp_path: Path) -> None:
    from grader.errors import OperatorError
    from portal.lti.registering import read_file

    wrong = GOOD.replace('client_id = "abc"\n', "").replace(
        "https://moodle.example.org/mod/lti/certs", "http://m/certs"
    )
    (tmp_path / "lti.toml").write_text(wrong.replace('["1"]', "[1]") + 'colour = "red"\n')
    with pytest.raises(OperatorError) as problems:
        read_file(tmp_path)
    text = str(problems.value)
    for one in ("client_id is missing", "colour is no word of it", "list of texts", "key_set_url: http://m/certs"):
        assert one in text, text
    (tmp_path / "lti.toml").write_text("[[platform")
    with pytest.raises(OperatorError, match="cannot be read"):
        read_file(tmp_path)


def test_a_key_that_others_can_read_is_refused_and_one_is_made_where_there_is_none(tmp_path: Path) -> None:
    from grader.errors import OperatorError
    from portal.lti.keys import FILE, read_key

    private, public = read_key(tmp_path)
    assert "PRIVATE" in private
    assert "PUBLIC" in public
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert read_key(tmp_path) == (private, public)
    assert [one.name for one in tmp_path.iterdir()] == [FILE]
    (tmp_path / FILE).chmod(0o644)
    with pytest.raises(OperatorError, match="chmod 600"):
        read_key(tmp_path)
    (tmp_path / FILE).write_text("no key")
    (tmp_path / FILE).chmod(0o600)
    with pytest.raises(OperatorError, match="no private RSA key"):
        read_key(tmp_path)
