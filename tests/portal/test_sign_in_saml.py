"""Signing in by SAML: the provider is pysaml2, which is nobody's of ours. `.ci/run --full` installs it."""

import base64
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.portal.serving import Serving, free_port

pytest.importorskip("onelogin")
pytest.importorskip("saml2", reason="pysaml2 is not installed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("xmlsec1"), reason="pysaml2 needs xmlsec1"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
TOML = """
[[saml]]
provider_id = "{provider}/metadata"
name = "University"
client_id = "uni"

[saml.settings]
idp = {{ entity_id = "{provider}/metadata", metadata_url = "{provider}/metadata" }}
attribute_mapping = {{ uid = "urn:oid:1.3.6.1.4.1.5923.1.1.1.6", first_name = "urn:oid:2.5.4.42" }}
advanced = {{ want_assertion_signed = true, reject_idp_initiated_sso = true }}
"""
SHA256 = {
    "sign_alg": "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "digest_alg": "http://www.w3.org/2001/04/xmlenc#sha256",
}


class University:
    """A provider of SAML whose metadata a small server sends."""

    def __init__(self, folder: Path) -> None:
        from saml2 import BINDING_HTTP_REDIRECT
        from saml2.config import IdPConfig
        from saml2.metadata import entity_descriptor

        self.folder, port = folder, free_port()
        self.address = f"http://localhost:{port}"
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=university", "-days", "30"]
        subprocess.run([*made, "-keyout", key, "-out", certificate], check=True, capture_output=True)
        policy = {"lifetime": {"minutes": 15}, "name_form": "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"}
        points = {"single_sign_on_service": [(f"{self.address}/sso", BINDING_HTTP_REDIRECT)]}
        self.told: dict[str, Any] = {
            "entityid": f"{self.address}/metadata",
            "key_file": str(key),
            "cert_file": str(certificate),
            "service": {"idp": {"endpoints": points, "policy": {"default": policy}}},
        }
        metadata = str(entity_descriptor(IdPConfig().load(dict(self.told)))).encode()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(metadata)))
                self.end_headers()
                self.wfile.write(metadata)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, asked: str, metadata: str, who: str) -> tuple[str, str]:
        """Return where the answer to a request goes, and the answer: that somebody has signed in."""
        from saml2 import BINDING_HTTP_REDIRECT
        from saml2.config import IdPConfig
        from saml2.server import Server

        (self.folder / "portal.xml").write_text(metadata)
        local = {"metadata": {"local": [str(self.folder / "portal.xml")]}}
        server = Server(config=IdPConfig().load(self.told | local))
        wanted = server.response_args(server.parse_authn_request(asked, BINDING_HTTP_REDIRECT).message)
        facts = {"eduPersonPrincipalName": [who], "givenName": ["Anna"]}
        how = {"class_ref": "urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "authn_auth": "x"}
        signed = {"sign_assertion": True, "sign_response": True, **SHA256}
        answer = server.create_authn_response(facts, userid=who, authn=how, **signed, **wanted)
        return wanted["destination"], str(answer)


@pytest.fixture
def university(tmp_path: Path) -> Iterator[University]:
    made = University(tmp_path)
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_saml_leads_to_an_invitation_and_a_forged_or_repeated_answer_nowhere(
    university: University, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "sign-in.toml").write_text(TOML.format(provider=university.address))
    serving = Serving(data)
    try:
        home, invitation = f"http://localhost:{serving.port}", urlsplit(serving.links()[1]).path
        metadata = requests.get(f"{home}/outside/saml/uni/metadata/", timeout=60).text

        def send(browser: requests.Session, text: str) -> requests.Response:
            form = {"SAMLResponse": base64.b64encode(text.encode()).decode(), "RelayState": state}
            return browser.post(address, form, timeout=60)

        browser = requests.Session()
        link = f"{home}/outside/saml/uni/login/?next={invitation}"
        asked = parse_qs(urlsplit(browser.get(link, allow_redirects=False, timeout=60).headers["Location"]).query)
        state = asked.get("RelayState", [""])[0]
        address, answer = university.answer(asked["SAMLRequest"][0], metadata, "anna@uni.example")
        for text in (answer.replace("anna@uni.example", "ida@uni.example"), answer):
            other = requests.Session()
            assert send(other, text).status_code in (401, 403)
            assert "sign-in" in other.get(home, timeout=60).url
        page = send(browser, answer)
        assert page.url == f"{home}{invitation}"
        assert "Join the course with this account" in page.text
    finally:
        serving.end()
