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
MOST_PAIRS = 200  # that are listed: nobody looks at more
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
    more: int  # pairs that share enough, but less than those listed
    compared: int
    passed_over: tuple[tuple[str, str], ...]  # who could not be compared, and why


@dataclass(frozen=True)
class _Print:
    """A submission's hashes, each once, where it stands, and which line each token is in."""

    hashes: "Hashes"
    starts: "Indices"
    labels: tuple[str, ...]
    lines: "NDArray[np.int32]"  # of each token, the number of its label, and its line


def compare(
    submissions: Mapping[str, Submission],
    given: Sequence[str],
    *,
    share: float = SHARE,
    at_least: int = AT_LEAST,
    most: int = MOST_PAIRS,
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
    most : int
        How many pairs to list.

    Returns
    -------
    likeness : Likeness
    """
    handout = np.unique(np.concatenate([_grams(_tokens([("", text)])[0]) for text in given] or [_NONE]))
    made = {student: _fingerprint(submissions[student], handout) for student in sorted(submissions)}
    prints = {student: one for student, (one, _) in made.items() if one.hashes.size}
    passed_over = tuple((student, note) for student, (_, note) in made.items() if note)
    names = list(prints)
    found = sorted(_pairs(list(prints.values()), share, at_least), key=lambda pair: (-pair[0], -pair[1], *pair[2:]))
    pairs = [
        Pair(
            one=names[n], other=names[m], share=part, shared=shared, places=_places(prints[names[n]], prints[names[m]])
        )
        for part, shared, n, m in found[:most]
    ]
    more = len(found) - len(pairs)
    return Likeness(pairs=tuple(pairs), more=more, compared=len(prints), passed_over=passed_over)


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
    return _Print(hashes, own[at], tuple(label for label, _ in texts), lines), note


def _tokens(texts: Sequence[tuple[str, str]]) -> tuple[list[int], "NDArray[np.int32]"]:
    """Return a number for each token, and where it stands: which text, which line."""
    tokens: list[int] = []
    lines: list[tuple[int, int]] = []
    for number, (_, text) in enumerate(texts):
        line, upto = 1, 0
        for found in TOKEN.finditer(text):
            kind = found.lastgroup
            if kind == "skip":
                continue
            line, upto = line + text.count("\n", upto, found.start()), found.start()
            tokens.append(_number(kind, found[0]))
            lines.append((number, line))
    return tokens, np.array(lines, np.int32).reshape(-1, 2)


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


def _pairs(prints: Sequence[_Print], share: float, at_least: int) -> Iterator[tuple[float, int, int, int]]:
    """Yield share, shared hashes and both numbers of each pair that shares enough, by an index from hash to owners."""
    if len(prints) < 2:
        return
    owners = np.concatenate([np.full(made.hashes.size, n) for n, made in enumerate(prints)])
    order = np.argsort(np.concatenate([made.hashes for made in prints]), kind="stable")
    values = np.concatenate([made.hashes for made in prints])[order]
    owners = owners[order]
    _, first, counts = np.unique(values, return_index=True, return_counts=True)
    is_own = counts <= min(max(COMMON, len(prints) // 10), MOST_COMMON)
    sizes = np.bincount(owners[np.repeat(is_own, counts)], minlength=len(prints))
    index: list[list[tuple[int, int]]] = [[] for _ in prints]
    for i in np.flatnonzero(is_own & (counts > 1)):
        for owner in owners[first[i] : first[i] + counts[i]]:
            index[owner].append((first[i], first[i] + counts[i]))
    for n, spans in enumerate(index):
        if not spans:
            continue
        together = np.bincount(np.concatenate([owners[start:end] for start, end in spans]), minlength=len(prints))
        together[: n + 1] = 0  # each pair once, and nobody with themselves
        for m in np.flatnonzero(together >= at_least):
            part = together[m] / min(sizes[n], sizes[m])
            if part >= share:
                yield float(part), int(together[m]), n, int(m)


def _places(one: _Print, other: _Print) -> tuple[Place, Place]:
    both = np.intersect1d(one.hashes, other.hashes)
    return _longest(one, both), _longest(other, both)


def _longest(made: _Print, both: "Hashes") -> Place:
    """Return the longest stretch that shared hashes cover with no gap of more than a window."""
    starts = np.sort(made.starts[np.isin(made.hashes, both)])
    runs = np.split(starts, np.flatnonzero(np.diff(starts) > GRAM + WINDOW) + 1)
    best = max(runs, key=lambda run: int(run[-1] - run[0]))
    stretch = made.lines[best[0] : best[-1] + GRAM]
    inside = stretch[stretch[:, 0] == stretch[0, 0], 1]  # it may run into the next cell or file
    return Place(label=made.labels[stretch[0, 0]], first=int(inside[0]), last=int(inside[-1]))
