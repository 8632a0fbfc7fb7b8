"""Finished sentences in another language. Pure.

A catalogue's key is an English sentence as it stands in the code, ``{names}`` in the places of what is filled in. So a
key is a pattern, and a sentence that was put together long ago, as those of a stored report, can still be translated:
what stood in a place is carried over as it is. ``{step:said}`` in a translation says that the place holds a sentence of
ours, which is translated itself, and ``{names:known}`` that it may hold one. ``{count:number}`` and ``{file:word}`` in
a key fit a number, and a word without blanks; ``{names:listed}`` words with commas between them; ``{where:entry}`` an
array or a number in it, as ``out[0, 1]``; ``{reason:clause}`` a text without a semicolon; and ``{belief:quoted}`` one
without quotation marks.

English is the source: a sentence that a catalogue lacks stays English, and is remembered as missing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from grader.languages import ENGLISH, choices

IN_SCRIPT = re.compile(r'\bt\("((?:[^"\\]|\\.)*)"')
PLACE = re.compile(r"\{(?P<name>\w+)(?::(?P<how>said|known|number|word|listed|entry|clause|quoted))?\}")
FITS = {  # in a key; else anything
    "number": r"[+−-]?[\d.,]*\d(?:e[+−-]?\d+)?%?",
    "word": r"\S*?",
    "listed": r"\S+(?:, \S+)*?",
    "entry": r"\w+(?:\[[^]]*\])?",
    "clause": "[^;]*",
    "quoted": "[^“”]*",
}
BETWEEN = re.compile(r"(?<=[.?!)”]) (?=[A-Z“\"(`])|; ")  # two sentences, or clauses
SENTENCES = re.compile(r"(?<=[.?!]) (?=[A-ZÄÖÜ{])")
WORD = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True)
class Pattern:
    """A key with places, as an expression."""

    key: str
    literal: str  # the longest text between two places: most sentences do not have it
    expression: re.Pattern[str]


@dataclass(frozen=True)
class Catalogue:
    """A language's sentences, by the English ones."""

    language: str
    sentences: Mapping[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    boxes: Mapping[bytes, bytes] = field(default_factory=dict)  # sealed sentences, see `choices`

    @cached_property
    def _known(self) -> Mapping[str, str]:
        """The sentences, and the ends of those that are several: a question may stand without the claim before it."""
        ends: dict[str, str] = {}
        for key, said in self.sentences.items():
            parts, said_parts = (SENTENCES.split(text) for text in (key, said))
            if len(parts) == len(said_parts):
                ends |= {" ".join(parts[n:]): " ".join(said_parts[n:]) for n in range(1, len(parts))}
        return {**ends, **self.sentences}

    def say(self, sentence: str) -> str:
        """Return a sentence, or several, in this language. Blanks in front of it stay."""
        if self.language == ENGLISH:
            return sentence
        said = self._said(sentence.strip())
        if said is None:
            if WORD.search(sentence):
                self.missing.add(sentence.strip())
            return sentence
        return sentence[: len(sentence) - len(sentence.lstrip())] + said

    def known(self, text: str) -> str:
        """Return a text that need not be a sentence of ours: in this language, or as it is."""
        said = self._said(text)
        return text if said is None else said

    def of_script(self, script: str) -> dict[str, str]:
        """Return what a script needs: each sentence that it says, in this language; nothing for English."""
        found = {} if self.language == ENGLISH else {text: self.say(text) for text in IN_SCRIPT.findall(script)}
        return {text: said for text, said in found.items() if text != said}

    def matches(self, text: str) -> list[tuple[tuple[tuple[int, int], ...], str, dict[str, str]]]:
        """Return the patterns that a text fits, with what stands in their places: the one that is meant first.

        What is ours comes before what a student wrote. So the place that begins last tells, then the shorter one.
        """
        found = []
        for pattern in self._patterns:
            if pattern.literal in text and (match := pattern.expression.fullmatch(text)) is not None:
                spans = (match.span(number) for number in range(1, len(match.groups()) + 1))
                rank = tuple((-start, end - start) for start, end in spans)
                found.append((rank, pattern.key, match.groupdict()))
        return sorted(found, key=lambda one: one[:2])

    def _said(self, text: str) -> str | None:
        whole = self._whole(text)
        if whole is not None:
            return whole
        for cut in reversed([*BETWEEN.finditer(text)]):
            if (first := self._whole(text[: cut.start()])) is not None:
                return f"{first}{cut[0]}{self.say(text[cut.end() :])}"
        return None

    def _whole(self, text: str) -> str | None:
        """Return what one key says, for a text that may begin with a capital where its key does not."""
        said = self._by_key(text)
        if said is None and text[:1].isupper():
            said = self._by_key(text[:1].lower() + text[1:])
            return None if said is None else said[:1].upper() + said[1:]
        return said

    def _by_key(self, text: str) -> str | None:
        if text in self._known:
            return PLACE.sub(lambda place: "{" + place["name"] + "}", self._known[text])
        if self.boxes and (opened := choices.opened(self.boxes, text)) is not None:
            return opened
        found = self.matches(text)
        if not found:
            return None
        _, key, places = found[0]
        return PLACE.sub(lambda place: self._filled(place["how"], places[place["name"]]), self._known[key])

    def _filled(self, how: str | None, text: str) -> str:
        return {"said": self.say, "known": self.known}[how](text) if how else text

    @cached_property
    def _patterns(self) -> tuple[Pattern, ...]:
        return tuple(_compiled(self._known))


def _compiled(keys: Mapping[str, str]) -> Iterator[Pattern]:
    for key in keys:
        if PLACE.search(key):
            parts = PLACE.split(key)
            texts, names, expression = parts[::3], parts[1::3], re.escape(parts[0])
            for number, (name, how, text) in enumerate(zip(names, parts[2::3], texts[1:], strict=True)):
                place = f"(?P<{name}>{FITS.get(how or '', '.*?')})"
                expression += (f"(?P={name})" if name in names[:number] else place) + re.escape(text)
            yield Pattern(key, max(texts, key=len), re.compile(expression, re.DOTALL))
