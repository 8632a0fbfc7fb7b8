"""What ties a launch to the browser that began it: a signed state, a nonce in it, and the digest of a cookie.

Nothing is kept until a launch was let in; its state is used up then. So nobody fills a table by beginning logins.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from portal.tokens import digest_of

LASTS = 600  # seconds between the login and the launch
SALT = "lti-state"
FRAMES = ("iframe", "frame", "embed", "object", "fencedframe")


@dataclass(frozen=True, kw_only=True)
class State:
    """What was known when a login began."""

    platform: int
    nonce: str
    browser: str  # digest of the browser's cookie
    is_framed: bool

    def to_text(self) -> str:
        """Return it signed, with its time."""
        return signing.dumps([self.platform, self.nonce, self.browser, self.is_framed], salt=SALT)

    @classmethod
    def from_text(cls, text: str) -> "State | None":
        """Return what was signed; None where it was not, or too long ago."""
        try:
            platform, nonce, browser, is_framed = signing.loads(text, salt=SALT, max_age=LASTS)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return cls(platform=platform, nonce=nonce, browser=browser, is_framed=is_framed)


def is_framed(request: HttpRequest) -> bool:
    """Whether a page is asked for a frame of another page: cookies may be lost there. Old browsers do not say."""
    return request.headers.get("Sec-Fetch-Dest", "") in FRAMES


def cookie_name() -> str:
    """Return the name of the cookie that a browser is known by from a login to its launch."""
    return "__Host-lti" if settings.PORTAL.is_secure else "lti"


def browser_of(request: HttpRequest) -> str:
    """Return the digest of a browser's cookie; "" where it has none."""
    text = request.COOKIES.get(cookie_name(), "")
    return digest_of(text) if text else ""


def is_same_browser(request: HttpRequest, digest: str) -> bool:
    """Whether a request comes from the browser that a digest is of."""
    return bool(digest) and constant_time_compare(browser_of(request), digest)


def remember_browser(response: HttpResponse, text: str) -> None:
    """Let a browser be known again. The launch is another site's form, so the cookie has to come with those."""
    secure = settings.PORTAL.is_secure
    response.set_cookie(
        cookie_name(), text, max_age=LASTS + 3600, secure=secure, httponly=True, samesite="None" if secure else "Lax"
    )
