"""Refusals of a body that was not read: what the client still writes is read for a while, and forgotten.

A connection that is closed while the other side writes is reset, and the sentence that says why is lost on the way.
"""

import time
from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

LINGER_SECONDS = 10.0
CHUNK = 1 << 16


class Refusal(HttpResponse):
    """A refusal that the client sees even while it writes."""

    def __init__(self, request: HttpRequest, status: int, title: str, said: str) -> None:
        if request.path.startswith("/api/"):
            super().__init__(f"{title}. {said}\n", "text/plain; charset=utf-8", status)
        else:
            page = render_to_string("portal/error.html", {"title": title, "said": said}, request)
            super().__init__(page, status=status)
        self._request = request

    def close(self) -> None:
        """End the answer, which has been sent by now; then read what the client still writes."""
        super().close()
        discard_body(self._request.META)


def discard_body(environ: dict[str, Any]) -> None:
    """Read what is left of a body, for a while."""
    end = time.monotonic() + LINGER_SECONDS
    chunked = "HTTP_TRANSFER_ENCODING" in environ
    left = None if chunked else int(environ.get("CONTENT_LENGTH") or 0)
    socket = environ.get("gunicorn.socket")
    with suppress(OSError, ValueError):  # the client is gone, is too slow, or sends no proper chunks
        while left != 0 and (remaining := end - time.monotonic()) > 0:
            if socket is not None:
                socket.settimeout(remaining)
            read = environ["wsgi.input"].read(CHUNK if left is None else min(CHUNK, left))
            if not read:
                break
            left = None if left is None else left - len(read)
    if socket is not None:
        with suppress(OSError):
            socket.settimeout(None)
