"""The portal's pages in the reader's language, which is the browser's: finished English sentences become German ones.

As in reports, a language is a lens: what is stored and said stays English, and is translated as it is shown.
"""

from functools import cache, lru_cache
from pathlib import Path

from django.http import HttpRequest

from grader.languages import ENGLISH, language_of
from grader.languages.catalogue import Catalogue
from grader.languages.loading import load_catalogue
from grader.toml import read_table

HERE = Path(__file__).parent


def language_of_reader(request: HttpRequest) -> str:
    """Return the first language that a browser asks for and there is: de-DE,de;q=0.9,en → de."""
    header = request.headers.get("Accept-Language", "")
    return language_of(":".join(part.partition(";")[0].strip() for part in header.split(",")), {})


@lru_cache(maxsize=100)
def catalogue_of_topic(language: str, folder: Path) -> Catalogue:
    """Return the sentences of an assignment's report."""
    return load_catalogue(language, [folder])


@cache
def catalogue_of_pages(language: str) -> Catalogue:
    """Return the sentences of the portal's own pages, and those that the grader says of any topic."""
    if language == ENGLISH:
        return Catalogue(ENGLISH)
    general = load_catalogue(language, [])
    return Catalogue(language, {**general.sentences, **read_table(HERE / f"{language}.toml", [])})
