"""Every text that a student could influence passes through here before it is shown. Pure."""

import json
import re
import unicodedata
from collections.abc import Iterable
from html import escape

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})  # controls, bidi marks, surrogates, private use

MARKUP = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~&:=$\"'^]")
MAX_NAME = 60  # characters of a file's name; 255 bytes is the limit of most systems
DEVICES = ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)), "index")
INNER_CELL = re.compile(r"([;,]\W*?)(?!-\d+(?:\.\d+)?(?:[;, )\]]|$))([^\w\s;,\"'])")  # but for a negative number
COMMAND = re.compile(r"\s*(::|#+\[|##|section_(start|end):|\[(error|warning|command)\])", re.IGNORECASE)


def plain(text: str, limit: int = 2000) -> str:
    """Return `text` with characters that steer a terminal or turn the reading direction spelled out.

    Parameters
    ----------
    text : str
    limit : int
        Longest result, in characters of `text`.
    """
    shown = text[:limit]
    if shown.isprintable():  # nearly always, and a hundred times as fast
        return shown
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in HIDDEN else f"\\u{ord(c):04x}" for c in shown)


def one_line(text: str, limit: int = 200) -> str:
    """Return `text` as a single plain line; what is cut off leaves an ellipsis."""
    return " ".join(plain(text, limit).split()) + ("…" if len(text) > limit else "")


def first_on_a_line(text: str, limit: int = 200) -> str:
    """Return `text` as a single plain line that no CI server takes for a command; nothing of ours stands before it."""
    return ci_log(one_line(text, limit))


def csv_cell(text: str, limit: int = 200) -> str:
    """Return `text` so that no spreadsheet takes it, or a part of it, for a formula.

    A spreadsheet that separates cells by another sign than the file does begins a cell inside this one.
    """
    line = one_line(text, limit)
    line = "'" + line if _is_sign(line.lstrip(" \"'")[:1]) else line
    return INNER_CELL.sub(lambda found: f"{found[1]}'{found[2]}" if _is_sign(found[2]) else found[0], line)


def _is_sign(character: str) -> bool:
    """Whether a formula may begin with it; some spreadsheets take a full-width sign for a sign."""
    return unicodedata.normalize("NFKC", character) in ("=", "+", "-", "@", "|", "%")


def file_names(texts: Iterable[str]) -> dict[str, str]:
    """Return a file's name for each text: letters, digits, ``.``, ``_`` and ``-``, none of two texts, on any system.

    Some file systems do not tell upper from lower case, and some names mean devices there.
    """
    names: dict[str, str] = {}
    taken = set(DEVICES)
    for text in texts:
        if text in names:
            continue
        letters = (c if c.isalnum() or c in "._-" else "_" for c in unicodedata.normalize("NFC", text)[:MAX_NAME])
        name = "".join(letters).strip(".") or "_"
        stem, count = name, 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name.casefold())
        names[text] = name
    return names


def json_text(text: str) -> str:
    """Return a JSON text with hidden characters as escapes, which programs read as the characters they are.

    They occur inside strings only; the line breaks between the values stay.
    """
    if text.replace("\n", "").isprintable():
        return text
    shown = (c if c == "\n" or unicodedata.category(c) not in HIDDEN else json.dumps(c)[1:-1] for c in text)
    return "".join(shown)


def html(text: str, limit: int = 2000) -> str:
    """Return `text` as characters of an HTML page, inside an element or a quoted attribute."""
    return escape(plain(text, limit), quote=True)


def markdown(text: str, limit: int = 200) -> str:
    """Return `text` as one line of Markdown without markup: no links, pictures, HTML, emphasis or table cells.

    Every ASCII punctuation character may be escaped there (CommonMark, section 2.4); what could begin a markup is. An
    at sign, which some servers take for a person, becomes an entity.
    """
    line = MARKUP.sub(lambda found: "\\" + found[0], one_line(text, limit))
    return line.replace("@", "&#64;").replace("://", ":&#47;/").replace("www.", "www&#46;")


def ci_log(text: str, limit: int = 2000) -> str:
    """Return `text` so that no line of a CI server's log is taken for a command (``::error``, ``##[group]``, …)."""
    return "\n".join("· " + line if COMMAND.match(line) else line for line in plain(text, limit).split("\n"))
