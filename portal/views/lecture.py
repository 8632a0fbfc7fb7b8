"""The lecture's pages, as `grader lecture` writes them. They say nothing of anybody, so everybody may read them."""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache

from csp.decorators import csp_exempt
from django.http import Http404, HttpRequest, HttpResponse

from grader.lecture.loading import load_lecture
from grader.lecture.site import pages_of
from grader.topics.loading import assignments_folder
from portal.languages import language_of_reader

SCRIPT = re.compile(r'<script type="module">(.*?)</script>', re.DOTALL)


@csp_exempt()
def page(request: HttpRequest, language: str = "", file: str = "index.html") -> HttpResponse:
    """Send a page. It loads nothing, runs its own script and no other, and sends no form."""
    name = f"{language}/{file}" if language else file
    pages = _pages(language_of_reader(request))
    if name not in pages:
        raise Http404
    response = HttpResponse(pages[name])
    response["Content-Security-Policy"] = _policy(pages[name])
    return response


@cache
def _pages(language: str) -> Mapping[str, str]:
    return pages_of(load_lecture(assignments_folder()), language)


def _policy(text: str) -> str:
    scripts = (base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in SCRIPT.findall(text))
    allowed = " ".join(f"'sha256-{digest}'" for digest in scripts) or "'none'"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )
