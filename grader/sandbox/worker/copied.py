"""Source that came through a web page, a chat or a word processor, as it was typed. Worker's side; pure.

In: a text that does not parse.  Out: the same on the same lines, with the characters of Python in the place of those
that look like them, and sentences that name the line, the character and what to type. What stands in strings and in
comments stays as it is. A text without any such character comes back as it is.
"""

import ast
import re
import unicodedata
from typing import NamedTuple

FENCE = re.compile(r"[ \t]*(```|~~~)[ \t]*(?:[\w.+-]*|\{[^{}`]*\})[ \t]*$")  # ```{python} in Quarto and R Markdown
DOUBLE, SINGLE = "“”„‟«»＂", "‘’‚‛′＇"
MEANT = {
    **dict.fromkeys("\u00a0\u1680\u202f\u205f\u3000", " "),
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f", ""),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{"\u2212": "-", "\u2013": "-", "\u2014": "-", "\u00d7": "*", "\u00f7": "/", "\u2264": "<=", "\u2265": ">="},
    **{"\u2260": "!=", "\u3001": ",", "\u3002": ".", "\u2026": "..."},
}
MAX_TEXT = 1 << 20


class Copied(NamedTuple):
    """What was read as it was meant, on one line."""

    number: int
    found: str  # the character, or what else it was
    meant: str

    @property
    def name(self) -> str:
        """What a character is called, and what it looks like where that can be seen."""
        called = unicodedata.name(self.found, "a character").lower()
        code = f"U+{ord(self.found):04X}"
        return f"{called} ({code})" if self.meant in ("", " ") else f"{self.found} ({code}, {called})"


def as_typed(text: str) -> tuple[str, list[Copied], int]:
    """Return a text as it was typed, the characters that were others, and the line of its first fence; 0 for none."""
    if len(text) > MAX_TEXT:
        return text, [], 0
    text, fence = between_fences(text)
    text, found = _with_plain_characters(text)
    return _with_blanks_for_tabs(text), found, fence


def sentences(found: list[Copied], fence: int, label: str) -> list[str]:
    """Return what is said of it: one sentence for the fences, and one for all characters."""
    said = []
    if fence:
        said.append(
            f"{label} line {fence}: a fence of Markdown; only what stands between fences was read. Keep only that"
        )
    if found:
        first = found[0]
        numbers = sorted({one.number for one in found} - {first.number})
        more = f", as in line {', '.join(map(str, numbers[:6]))}{' and more' if len(numbers) > 6 else ''}"
        meant = {"": "nothing", " ": "a blank"}.get(first.meant, first.meant)
        said.append(
            f"{label} line {first.number}: {first.name} was read as {meant}; type it anew{more * bool(numbers)}"
        )
    return said


def tabs_sentence(label: str, text: str) -> str:
    """Return what is said of a text whose tabs were read as blanks."""
    lines = text.split("\n")
    line = next((number for number, one in enumerate(lines, 1) if "\t" in _indent(one)), 0)
    return (
        f"{label} line {line}: tabs and spaces are mixed at the beginning of lines; the tabs were read as spaces. "
        "Let your editor convert the indentation to spaces"
    )


def between_fences(text: str) -> tuple[str, int]:
    """Return a text without what stands outside its fences of Markdown, on the same lines, and the first one's line."""
    lines = text.split("\n")
    first, is_inside, kept = 0, False, []
    for number, line in enumerate(lines, 1):
        is_fence = FENCE.match(line) is not None
        if is_fence:
            first, is_inside = first or number, not is_inside
        kept.append(line if is_inside and not is_fence else "")
    return ("\n".join(kept), first) if first else (text, 0)


# ----------------------------------------------------------------------------- characters


def _with_plain_characters(text: str) -> tuple[str, list[Copied]]:
    """Return a text with Python's own characters outside of strings and comments."""
    out: list[str] = []
    found: list[Copied] = []
    place, number = 0, 1
    while place < len(text):
        character = text[place]
        if character == "#":
            end = _end_of_line(text, place)
            out.append(text[place:end])
        elif character in "\"'" or character in DOUBLE or character in SINGLE:
            end = _string(text, place, number, out, found)
        else:
            end = place + 1
            out.append(MEANT.get(character, character))
            if character in MEANT:
                found.append(Copied(number, character, MEANT[character]))
        number += text.count("\n", place, end)
        place = end
    return "".join(out), found


def _string(text: str, place: int, number: int, out: list[str], found: list[Copied]) -> int:
    """Read a string that begins at a place, and return where it ends; its quotes become straight ones."""
    opening = text[place]
    straight = '"' if opening == '"' or opening in DOUBLE else "'"
    if text.startswith(opening * 3, place) and opening == straight:
        end = text.find(opening * 3, place + 3)
        end = len(text) if end < 0 else end + 3
        out.append(text[place:end])
        return end
    last = _end_of_line(text, place)
    closing = straight if opening == straight else (DOUBLE if straight == '"' else SINGLE) + straight
    at = _closed(text, place + 1, last, closing)
    if at is None and opening == straight:
        at = _closed(text, place + 1, last, DOUBLE if straight == '"' else SINGLE)
    if at is None:  # no string: a quote that nothing closes stays, and the line is read on
        out.append(opening)
        return place + 1
    for quote in (place, at):
        if text[quote] != straight:
            found.append(Copied(number, text[quote], straight))
    inside = text[place + 1 : at]
    out.append(straight + inside.replace(straight, f"\\{straight}" if opening != straight else straight) + straight)
    return at + 1


def _closed(text: str, start: int, end: int, closing: str) -> int | None:
    """Return where one of some quotes stands, None where none does; a backslash hides the one after it."""
    place = start
    while place < end:
        if text[place] == "\\":
            place += 1
        elif text[place] in closing:
            return place
        place += 1
    return None


def _end_of_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


# -------------------------------------------------------------------------------- indentation


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]


def _with_blanks_for_tabs(text: str) -> str:
    """Return a text with blanks for the tabs of its indentation, where only one width of a tab can be meant."""
    if "\t" not in text or _tree(text) is not None:
        return text
    meant: dict[str, str] = {}
    for width in (4, 8):
        lines = [_indent(line).expandtabs(width) + line[len(_indent(line)) :] for line in text.split("\n")]
        if (tree := _tree("\n".join(lines))) is not None:
            meant.setdefault(tree, "\n".join(lines))
    return next(iter(meant.values())) if len(meant) == 1 else text


def _tree(text: str) -> str | None:
    try:
        return ast.dump(ast.parse(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
