"""Every text that a student could influence passes through here before it is shown. Pure."""

import json
import unicodedata

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})  # controls, bidi marks, surrogates, private use


def plain(text: str, limit: int = 2000) -> str:
    """Return `text` with characters that steer a terminal or turn the reading direction spelled out.

    Parameters
    ----------
    text : str
    limit : int
        Longest result, in characters of `text`.
    """
    shown = text[:limit]
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in HIDDEN else f"\\u{ord(c):04x}" for c in shown)


def one_line(text: str, limit: int = 200) -> str:
    """Return `text` as a single plain line; what is cut off leaves an ellipsis."""
    return " ".join(plain(text, limit).split()) + ("…" if len(text) > limit else "")


def csv_cell(text: str, limit: int = 200) -> str:
    """Return `text` so that no spreadsheet takes it for a formula."""
    line = one_line(text, limit)
    return "'" + line if line.lstrip()[:1] in ("=", "+", "-", "@", "|", "%") else line


def json_text(text: str) -> str:
    """Return a JSON text with hidden characters as escapes, which programs read as the characters they are.

    They occur inside strings only; the line breaks between the values stay.
    """
    shown = (c if c == "\n" or unicodedata.category(c) not in HIDDEN else json.dumps(c)[1:-1] for c in text)
    return "".join(shown)
