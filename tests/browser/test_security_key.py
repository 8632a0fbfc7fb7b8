"""A security key as the second factor, in a real browser with a key that the browser plays itself."""

from pathlib import Path
from typing import Any

import pytest

from tests.portal.serving import Serving

from .test_portal import PASSWORD, Reader

pytestmark = pytest.mark.browser
pytest.importorskip("allauth", reason="the extra `portal-sign-in` is not installed")
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_security_key_is_added_and_asked_for_after_the_password(browser: Any, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "sign-in.toml").write_text("")
    serving = Serving(data)
    context = browser.new_context()
    try:
        teacher = Reader(context.new_page(), f"http://localhost:{serving.port}")
        devtools = context.new_cdp_session(teacher.page)
        devtools.send("WebAuthn.enable")
        key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
        teacher.accept(serving.links()[0], "ida@example.org")
        teacher.open("/outside/2fa/webauthn/add/")
        if "reauthenticate" in teacher.page.url:
            teacher.page.locator("[name=password]").fill(PASSWORD)
            teacher.page.keyboard.press("Enter")
        teacher.page.locator("#mfa_webauthn_add").click()
        teacher.page.wait_for_url("**/outside/2fa/recovery-codes/**")
        assert len(devtools.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
        context.clear_cookies()
        for name in ("a key that answers", "none"):
            teacher.open("/sign-in")
            teacher.fill("Email", "ida@example.org")
            teacher.fill("Password", PASSWORD)
            teacher.page.keyboard.press("Enter")
            teacher.page.wait_for_url("**/outside/2fa/authenticate/**")
            if name == "none":
                devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
                teacher.open("/c/first/class/")
                assert "sign-in" in teacher.page.url  # the password alone lets nobody in
                break
            teacher.page.locator("#mfa_webauthn_authenticate").click()
            teacher.page.wait_for_url("**/c/first/")
            said = [one for one in teacher.said if not one.startswith("verbose") and "/favicon.ico" not in one]
            assert said == []  # no script was kept back, or is missing
            context.clear_cookies()
    finally:
        context.close()
        serving.end()
