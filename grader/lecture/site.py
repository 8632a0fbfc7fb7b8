"""A Lecture as pages: one for each slide, and one that leads to all, in every language. Pure: file names to texts.

A page is one file that loads nothing. Its policy lets its own script run and no other. Without script, the tables that
`stills` made stand where the script would draw.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup, escape

from grader.languages import LANGUAGES
from grader.languages.catalogue import Catalogue
from grader.lecture.loading import Lecture, View, catalogue


def pages_of(lecture: Lecture, language: str) -> dict[str, str]:
    """Return every file of the site, its front page in one language."""
    files = {}
    for each in LANGUAGES:
        words = catalogue(lecture, each)
        for number, name in enumerate(file_names(lecture).values()):
            files[f"{each}/{name}"] = page_of(lecture, number, words)
        files[f"{each}/index.html"] = index_of(lecture, words, "")
    return {"index.html": index_of(lecture, catalogue(lecture, language), f"{language}/"), **files}


def file_names(lecture: Lecture) -> dict[str, str]:
    """Return each slide's file, by the slide's title: 08-what-are-convolutions.html."""
    slugs = {page.slide: re.sub(r"[^a-z0-9]+", "-", page.slide.lower()).strip("-") for page in lecture.pages}
    return {slide: f"{number:02}-{slug}.html" for number, (slide, slug) in enumerate(slugs.items(), 1)}


def page_of(lecture: Lecture, number: int, words: Catalogue) -> str:
    """Return the page of one slide."""
    page = lecture.pages[number]
    needed = {view.needs for view in page.view if view.needs}
    shared = ", ".join(f"{json.dumps(name)}: {lecture.data[name].strip()}" for name in sorted(needed))
    near = {"previous": number - 1, "next": number + 1}
    return _rendered(
        "page.html",
        lecture,
        words,
        page=page,
        views=[_view(lecture, view, words) for view in page.view],
        shared=Markup(f"{{{shared}}}" if shared else ""),  # our own file, of numbers alone
        exercises=lecture.exercises.get(page.slide, ()),
        examples=lecture.examples.get(page.slide, ()),
        near={name: lecture.pages[n] for name, n in near.items() if 0 <= n < len(lecture.pages)},
        script=Markup(lecture.script if page.view else ""),
        here=file_names(lecture)[page.slide],
    )


def view_page(lecture: Lecture, kind: str, settings: Mapping[str, Any], title: str, words: Catalogue) -> str:
    """Return a page of one view alone, with settings of the caller's: for a frame in another page."""
    view = View(kind=kind, title=title, say="", exercise="", settings=dict(settings))
    script = Markup(lecture.script)
    return _rendered("view.html", lecture, words, one=_view(lecture, view, words), script=script)


def index_of(lecture: Lecture, words: Catalogue, to: str) -> str:
    """Return the page that leads to all, whose links begin with a folder's name."""
    return _rendered("index.html", lecture, words, pages=lecture.pages, to=to, script="", here="index.html")


def missing_sentences(lecture: Lecture, language: str) -> set[str]:
    """Return the English sentences that a language lacks, of all pages."""
    words = catalogue(lecture, language)
    for number in range(len(lecture.pages)):
        page_of(lecture, number, words)
    index_of(lecture, words, "")
    return words.missing


def _view(lecture: Lecture, view: View, words: Catalogue) -> dict[str, Any]:
    needed = {view.needs: json.loads(lecture.data[view.needs])} if view.needs else {}
    still = lecture.stills[view.kind]({**view.settings, **needed}, words.say)
    return {"view": view, "still": Markup(still), "settings": json.dumps(view.settings, ensure_ascii=False)}


def _rendered(template: str, lecture: Lecture, words: Catalogue, **values: Any) -> str:
    script = values["script"]
    spoken = words.of_script(str(script))
    return (
        _environment()
        .get_template(template)
        .render(
            say=words.say,
            marked=lambda text: marked(words.say(text)),
            language=words.language,
            others={code: name for code, name in LANGUAGES.items() if code != words.language},
            style=Markup(lecture.style),
            words=Markup(json.dumps(spoken, ensure_ascii=False).replace("<", "\\u003c")),
            script_digest=source_of(str(script)),
            files=file_names(lecture),
            **values,
        )
    )


def source_of(script: str) -> str:
    """Return how a policy names a script that a page may run."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def marked(text: str) -> Markup:
    """Return a sentence as HTML, what stands between backticks as code."""
    return Markup("").join(_pieces(text))


def _pieces(text: str) -> Iterator[Markup]:
    for number, piece in enumerate(text.split("`")):
        yield Markup("<code>{}</code>").format(piece) if number % 2 else escape(piece)


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.ChoiceLoader([jinja2.PackageLoader("grader.lecture"), jinja2.PackageLoader("grader.report")])
    return jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
