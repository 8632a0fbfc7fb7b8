"""Which languages there are, and which one somebody reads. Pure, and nothing is loaded: English needs no catalogue.

English is the source. `grader.languages.catalogue` translates finished sentences, `grader.languages.loading` has them.
"""

from collections.abc import Callable, Iterable, Mapping

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
Say = Callable[[str], str]


def as_it_is(text: str) -> str:
    """Return a sentence in English, as it was written."""
    return text


def language_of(asked: str | None, environment: Mapping[str, str], offered: Iterable[str] = LANGUAGES) -> str:
    """Return the language to write: the one that was asked for, or the first that the environment names.

    Parameters
    ----------
    asked : str or None
    environment : mapping
        LANGUAGE, LC_ALL, LC_MESSAGES and LANG count, as for other programs: ``de_DE.UTF-8``, ``de:en``.
    offered : iterable of str
        The languages that there are.
    """
    for text in (asked, *map(environment.get, VARIABLES)):
        for one in (text or "").lower().split(":"):
            code = one.replace("-", "_").replace("@", "_").replace(".", "_").partition("_")[0]
            if code in offered:
                return code
            if code in ("c", "posix"):
                return ENGLISH
    return ENGLISH
