"""A portal as a program uses it: address and token in, what a submission earned out. The standard library alone."""

import json
import re
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from grader.errors import OperatorError

PAGE = re.compile(r"/c/([-\w]+)/a/([^/]+)/?")
SECONDS = 60.0  # for an answer
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: a token is for the host that it was given to."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Stay."""


@dataclass(frozen=True, kw_only=True)
class Portal:
    """An assignment of a portal, and who hands in."""

    site: str
    course: str
    assignment: str
    token: str = field(repr=False)

    @classmethod
    def at(cls, address: str, token: str) -> "Portal":
        """Return the portal at the address of an assignment's page.

        Raises
        ------
        OperatorError
            If it is no such address, or the token would be read on the way.
        """
        url = urlsplit(address)
        found = PAGE.fullmatch(url.path)
        if url.scheme not in ("http", "https") or not url.hostname or found is None:
            raise OperatorError(f"{address} is no page of an assignment: it ends in /c/COURSE/a/ASSIGNMENT/")
        if url.scheme == "http" and url.hostname not in LOOPBACK:
            raise OperatorError(f"the token would go over the network for everyone to read: write https://{url.netloc}")
        return cls(site=f"{url.scheme}://{url.netloc}", course=found[1], assignment=found[2], token=token)

    def hand_in(self, name: str, data: bytes) -> tuple[int, str]:
        """Hand in; return the submission's number and page."""
        border = secrets.token_hex(16)
        plain = re.sub(r'[\r\n"\\]', "_", name)
        head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{plain}"\r\n'
        body = (
            f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + f"\r\n--{border}--\r\n".encode()
        )
        answer = self._ask(f"a/{self.assignment}/hand-in", body, f"multipart/form-data; boundary={border}")
        return int(answer["number"]), str(answer["page"])

    def state(self, number: int) -> dict[str, Any]:
        """Return how far a submission is."""
        return self._ask(f"s/{number}")

    def _ask(self, what: str, body: bytes | None = None, kind: str = "") -> dict[str, Any]:
        request = urllib.request.Request(f"{self.site}/api/c/{self.course}/{what}", body)
        request.add_header("Authorization", f"Bearer {self.token}")
        if kind:
            request.add_header("Content-Type", kind)
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=SECONDS) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            raise OperatorError(_reason(error)) from None
        except (OSError, ValueError) as error:
            raise OperatorError(f"{self.site} does not answer as a portal does: {error}") from None


def _reason(error: urllib.error.HTTPError) -> str:
    if error.code == 401:
        return "the portal does not know this token: make another on your account page"
    if error.code == 404:
        return "there is no such course or assignment for you: look at the address again"
    text = error.read(2000).decode("utf-8", "replace")
    try:
        return f"the portal did not take it: {json.loads(text)['problem']}"
    except (ValueError, KeyError, TypeError):
        return f"the portal did not take it: {text.strip() or error.reason}"
