"""A submission's fingerprint: the hashes of its tokens that winnowing keeps. Pure.

Winnowing (Schleimer, Wilkerson and Aiken, SIGMOD 2003): source becomes tokens in which names of one's own, numbers and
texts are all alike; every `GRAM` tokens in a row have a hash; of every `WINDOW` hashes in a row the smallest is kept.
So `GRAM + WINDOW - 1` tokens that two submissions share are always noticed, wherever they stand and whatever they are
called.

Students' text is only cut into tokens, by one expression in which no character is looked at twice, under a cap. It is
never parsed: syntax trees of it are made in the sandbox alone.
"""

import builtins
import functools
import hashlib
import keyword
import re
from collections.abc import Sequence
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


@dataclass(frozen=True)
class Fingerprint:
    """A submission's hashes, each once, where each stands, and which line each token is in."""

    hashes: "Hashes"
    starts: "Indices"
    labels: tuple[str, ...]
    lines: "NDArray[np.int32]"  # of each token, the number of its label, and its line


NONE: "Hashes" = np.empty(0, np.uint64)
_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that products keep every bit


def handout_hashes(texts: Sequence[str]) -> "Hashes":
    """Return the hashes of what everybody was given."""
    return np.unique(np.concatenate([_grams(_tokens([("", text)])[0]) for text in texts] or [NONE]))


def take_fingerprint(submission: Submission, handout: "Hashes") -> tuple[Fingerprint, str]:
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
    return Fingerprint(hashes, own[at], tuple(label for label, _ in texts), lines), note


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
        return NONE
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
