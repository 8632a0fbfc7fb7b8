"""The lecture's pages, as `grader lecture` writes them. They say nothing of anybody, so everybody may read them."""

import re
from collections.abc import Mapping
from functools import cache

from csp.decorators import csp_exempt
from django.http import Http404, HttpRequest, HttpResponse

from grader.languages import ENGLISH
from grader.lecture.loading import Lecture, catalogue, load_lecture
from grader.lecture.site import index_of, pages_of
from grader.topics.loading import assignments_folder
from portal.languages import language_of_reader

POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


@csp_exempt()
def page(request: HttpRequest, language: str = "", file: str = "index.html") -> HttpResponse:
    """Send a page. It loads nothing, runs its own script and no other, and sends no form."""
    text = _pages().get(f"{language}/{file}") if language else _front(language_of_reader(request), file)
    if text is None:
        raise Http404
    response = HttpResponse(text)
    response["Content-Security-Policy"] = _policy(text)
    return response


@cache
def _lecture() -> Lecture:
    return load_lecture(assignments_folder())


@cache
def _pages() -> Mapping[str, str]:
    return pages_of(_lecture(), ENGLISH)


def _front(language: str, file: str) -> str | None:
    return index_of(_lecture(), catalogue(_lecture(), language), f"{language}/") if file == "index.html" else None


def _policy(text: str) -> str:
    """Return the policy that a page has itself, and what only a header can say."""
    found = POLICY.search(text)
    assert found is not None
    script = "" if "script-src" in found[1] else "script-src 'none'; "
    return f"{found[1]}; {script}form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
