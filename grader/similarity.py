"""Pairs of submissions that share structure: a list to look at, never a verdict. Pure.

In: submissions as text, and the text that everybody was given.  Out: pairs, those that share most first.
Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): source becomes tokens in which names of one's own, numbers and
texts are all alike; every `GRAM` tokens in a row have a hash; of every `WINDOW` hashes in a row the smallest is kept.
So `GRAM + WINDOW - 1` tokens that two submissions share are always noticed, wherever they stand and whatever they are
called. Hashes of the handout, and those that many submissions have, are no sign of anything and do not count.

Students' text is only cut into tokens, by one expression in which no character is looked at twice, under a cap. It is
never parsed: syntax trees of it are made in the sandbox alone.
"""

import builtins
import functools
import hashlib
import keyword
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.model import Submission

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]
    Indices = NDArray[np.intp]

GRAM = 14  # tokens: about two lines
WINDOW = 6
AT_LEAST = 6  # shared hashes, below which a pair is chance
SHARE = 0.4  # of the smaller one's own hashes
COMMON, MOST_COMMON = (
    10,
    100,
)  # a hash that a tenth of the class has is the exercise's; never fewer than 10, or more than 100
MAX_CHARACTERS = 400_000  # of one submission; what is beyond is not compared, and a note says so
KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins))

TOKEN = re.compile(
    r"""
      (?P<text>   [rbfuRBFU]{0,2} (?: \"{3} (?: [^"\\] | \\. | "(?!"") )*+ (?:\"{3})?
                                    | '{3} (?: [^'\\] | \\. | '(?!'') )*+ (?:'{3})?
                                    | " (?: [^"\\\n] | \\. )*+ "?
                                    | ' (?: [^'\\\n] | \\. )*+ '? ) )
    | (?P<skip>   \s++ | \#[^\n]*+ | \\ )
    | (?P<number> \.?\d [\w.]*+ )
    | (?P<name>   \.?\s*+ [^\W\d]\w*+ )
    | (?P<mark>   [*/<>=!+\-&|^%@:]{1,2}+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """The longest stretch of a submission that the other has as well: a file or cell, and lines of it."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two submissions worth a look, and where to begin."""

    one: str
    other: str
    share: float  # of the smaller one's hashes, from 0 to 1
    shared: int  # hashes
    places: tuple[Place, Place]


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """What comparing a class gave."""

    pairs: tuple[Pair, ...]
    compared: int
    passed_over: tuple[tuple[str, str], ...]  # who could not be compared, and why


@dataclass(frozen=True)
class _Print:
    """A submission's hashes, each once, where it stands, and which line each token is in."""

    hashes: "Hashes"
    starts: "Indices"
    lines: Sequence[tuple[str, int]]


def compare(
    submissions: Mapping[str, Submission], given: Sequence[str], *, share: float = SHARE, at_least: int = AT_LEAST
) -> Likeness:
    """Compare every submission with every other.

    Parameters
    ----------
    submissions : mapping of str to Submission
        By student.
    given : sequence of str
        Source that everybody was given: starters, the lesson's released text.
    share : float
        How much of the smaller submission has to be in the other, from 0 to 1.
    at_least : int
        How many hashes two have to share.

    Returns
    -------
    likeness : Likeness
    """
    handout = np.unique(np.concatenate([_grams(_tokens([("", text)])[0]) for text in given] or [_NONE]))
    prints: dict[str, _Print] = {}
    passed_over: list[tuple[str, str]] = []
    for student, submission in submissions.items():
        made, note = _fingerprint(submission, handout)
        if note:
            passed_over.append((student, note))
        if made.hashes.size:
            prints[student] = made
    pairs = sorted(_pairs(prints, share, at_least), key=lambda pair: (-pair.share, -pair.shared, pair.one, pair.other))
    return Likeness(pairs=tuple(pairs), compared=len(prints), passed_over=tuple(passed_over))


# --------------------------------------------------------------------------------------------- hashes

_NONE = np.empty(0, np.uint64)
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that products keep every bit


def _fingerprint(submission: Submission, handout: "Hashes") -> tuple[_Print, str]:
    """Return a submission's fingerprint, and why it, or part of it, is not compared."""
    texts: list[tuple[str, str]] = []
    left = MAX_CHARACTERS
    for cell in (cell for module in submission.modules for cell in module.cells):
        texts.append((cell.label, cell.source[:left]))
        left = max(0, left - len(cell.source))
    tokens, lines = _tokens(texts)
    grams = _grams(tokens)
    chosen = _winnowed(grams)
    own = chosen[~np.isin(grams[chosen], handout)]
    hashes, at = np.unique(grams[own], return_index=True)
    note = "only its beginning was compared: it is very long" if left == 0 else ""
    if not hashes.size:
        note = submission.problem or "nothing in it but the handout, or very little"
    return _Print(hashes, own[at], lines), note


def _tokens(texts: Sequence[tuple[str, str]]) -> tuple[list[int], list[tuple[str, int]]]:
    """Return a number for each token, and the label and line where it stands."""
    tokens: list[int] = []
    lines: list[tuple[str, int]] = []
    for label, text in texts:
        line, upto = 1, 0
        for found in TOKEN.finditer(text):
            kind = found.lastgroup
            if kind == "skip":
                continue
            line, upto = line + text.count("\n", upto, found.start()), found.start()
            tokens.append(_number(kind, found[0]))
            lines.append((label, line))
    return tokens, lines


def _number(kind: str | None, text: str) -> int:
    """Return the number of a token: names of one's own are all alike, those of Python and after a dot are kept."""
    if kind == "name" and not text.startswith(".") and text not in KEPT:
        return _hash("name")
    return _hash(str(kind)) if kind in ("text", "number") else _hash("".join(text[:80].split()))


@functools.lru_cache(maxsize=10_000)
def _hash(text: str) -> int:
    """Return a number that is the same in every run, as Python's own hash of a text is not."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "backslashreplace"), digest_size=8).digest(), "little")


def _grams(tokens: Sequence[int]) -> "Hashes":
    """Return the hash of every GRAM tokens in a row."""
    if len(tokens) < GRAM:
        return _NONE
    values = np.array(tokens, np.uint64)
    hashes = np.zeros(len(tokens) - GRAM + 1, np.uint64)
    for offset in range(GRAM):
        hashes = hashes * _BASE + values[offset : offset + hashes.size]
    return hashes ^ (hashes >> np.uint64(29))


def _winnowed(grams: "Hashes") -> "Indices":
    """Return the places of the smallest hash in every window, of equal ones the last."""
    if grams.size == 0:
        return np.empty(0, np.intp)
    width = min(WINDOW, grams.size)
    windows = np.lib.stride_tricks.sliding_window_view(grams, width)[:, ::-1]
    return np.unique(np.arange(windows.shape[0]) + width - 1 - windows.argmin(axis=1))


# --------------------------------------------------------------------------------------------- pairs


def _pairs(prints: Mapping[str, _Print], share: float, at_least: int) -> Iterator[Pair]:
    """Yield the pairs that share enough, counting through an index from hashes to submissions."""
    names = list(prints)
    if len(names) < 2:
        return
    owners = np.concatenate([np.full(prints[name].hashes.size, n) for n, name in enumerate(names)])
    values = np.concatenate([prints[name].hashes for name in names])
    order = np.argsort(values, kind="stable")
    owners, values = owners[order], values[order]
    _, first, counts = np.unique(values, return_index=True, return_counts=True)
    common = min(max(COMMON, len(names) // 10), MOST_COMMON)
    shared_ones = [(first[i], first[i] + counts[i]) for i in np.flatnonzero((counts > 1) & (counts <= common))]
    has_common = np.isin(values, values[first[counts > common]])
    sizes = np.bincount(owners[~has_common], minlength=len(names))
    index: list[list[tuple[int, int]]] = [[] for _ in names]
    for start, end in shared_ones:
        for owner in owners[start:end]:
            index[owner].append((start, end))
    for n, spans in enumerate(index):
        if not spans:
            continue
        together = np.bincount(np.concatenate([owners[start:end] for start, end in spans]), minlength=len(names))
        together[: n + 1] = 0  # each pair once, and nobody with themselves
        for m in np.flatnonzero(together >= at_least):
            part = together[m] / min(sizes[n], sizes[m])
            if part >= share:
                yield _pair(names[n], names[m], prints, float(part), int(together[m]))


def _pair(one: str, other: str, prints: Mapping[str, _Print], share: float, shared: int) -> Pair:
    both = np.intersect1d(prints[one].hashes, prints[other].hashes)
    places = (_longest(prints[one], both), _longest(prints[other], both))
    return Pair(one=one, other=other, share=share, shared=shared, places=places)


def _longest(made: _Print, both: "Hashes") -> Place:
    """Return the longest stretch that shared hashes cover with no gap of more than a window."""
    starts = np.sort(made.starts[np.isin(made.hashes, both)])
    runs = np.split(starts, np.flatnonzero(np.diff(starts) > GRAM + WINDOW) + 1)
    best = max(runs, key=lambda run: int(run[-1] - run[0]))
    label, first = made.lines[int(best[0])]
    end = min(int(best[-1]) + GRAM, len(made.lines)) - 1
    while made.lines[end][0] != label:  # a stretch may run into the next cell or file
        end -= 1
    return Place(label=label, first=first, last=made.lines[end][1])
