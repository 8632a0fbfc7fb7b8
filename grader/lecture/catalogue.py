"""Sentences in another language, and which language somebody reads. Pure.

English is the source: a sentence that a catalogue lacks stays English, and is remembered as missing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
IN_SCRIPT = re.compile(r'\bt\("((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True)
class Catalogue:
    """A language's sentences, by the English ones."""

    language: str
    sentences: Mapping[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)

    def say(self, sentence: str) -> str:
        """Return a sentence in this language."""
        if self.language != ENGLISH and sentence not in self.sentences:
            self.missing.add(sentence)
        return self.sentences.get(sentence, sentence)

    def of_script(self, script: str) -> dict[str, str]:
        """Return what a script needs: each sentence that it says, in this language; nothing for English."""
        found = {} if self.language == ENGLISH else {text: self.say(text) for text in IN_SCRIPT.findall(script)}
        return {text: said for text, said in found.items() if text != said}


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
    for text in (asked, *(environment.get(name) for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))):
        for one in (text or "").split(":"):
            code = re.split(r"[_.@-]", one.lower())[0]
            if code in offered:
                return code
            if code in ("c", "posix"):
                return ENGLISH
    return ENGLISH
