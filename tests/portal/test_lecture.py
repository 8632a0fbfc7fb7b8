"""The lecture on the portal: the pages that `grader lecture` writes, in the language that a browser asks for."""

import re

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture(scope="module")
def client(portal):
    from tests.portal.course import client_of

    return client_of(None)


@pytest.mark.parametrize(
    ("asked", "language"),
    [("de-DE,de;q=0.9,en;q=0.8", "de"), ("fr,de;q=0.5", "de"), ("en", "en"), ("fr", "en"), ("", "en"), (",;,*", "en")],
)
def test_a_browser_gets_the_front_page_in_its_language(client, asked: str, language: str) -> None:
    answer = client.get("/lecture/", headers={"accept-language": asked})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


def test_every_link_leads_to_a_page_that_allows_its_own_script_and_no_other(client) -> None:
    front = client.get("/lecture/").text
    links = set(re.findall(r'href="(en/[^"#]+)"', front))
    assert len(links) > 20
    scripts = 0
    for link in sorted(links):
        answer = client.get(f"/lecture/{link}")
        assert answer.status_code == 200, link
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        own = re.search(r"script-src ('sha256-[^']+')", answer.text)
        assert (f"script-src {own[1]};" if own else "script-src 'none';") in policy, link
        scripts += bool(own)
    assert 0 < scripts < len(links)


@pytest.mark.parametrize("path", ["xx/index.html", "en/settings.py", "pages.toml", "en/..%2Findex.html"])
def test_nothing_else_is_there(client, path: str) -> None:
    assert client.get(f"/lecture/{path}").status_code == 404
