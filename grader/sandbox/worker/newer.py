"""Syntax of a newer Python than the one that runs here, written in this one's words. Worker's side; pure.

In: a text that does not parse.  Out: the same on the same lines, so that it parses, and sentences that name the line
and the Python that reads it. What the student wrote is right where they wrote it: only their Python is newer than ours.
"""

import ast
import re
import sys
from typing import NamedTuple

HERE = f"{sys.version_info[0]}.{sys.version_info[1]}"
STRING = re.compile(r"(?i)(?<![\w])([a-z]{0,2})(\"\"\"|'''|\"|')")
TYPE = re.compile(r"^(?P<indent>[ \t]*)type[ \t]+(?P<name>\w+)[ \t]*(?=[\[=])", re.MULTILINE)
GENERIC = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w+[ \t]*(?=\[)", re.MULTILINE)
EXCEPT = re.compile(r"^(?P<head>[ \t]*except[ \t]+)(?P<names>[\w.]+(?:[ \t]*,[ \t]*[\w.]+)+)(?=[ \t]*:)", re.MULTILINE)
RAISED = re.compile(r"(?:\w+\.)*(?:\w*(?:Error|Exception|Warning|Interrupt|Iteration|Exit))")
OPENING, CLOSING = "([{", ")]}"
MAX_TEXT = 1 << 20


class NewLine(NamedTuple):
    """A line of a newer Python."""

    number: int
    what: str
    python: str  # the first that reads it

    def sentence(self, label: str) -> str:
        """Name the line, what it is, and both Pythons."""
        return f"{label} line {self.number}: {self.what} needs Python {self.python}; this grader runs Python {HERE}"


class _Stuck(Exception):
    """A text is not as expected."""


def in_our_words(text: str) -> tuple[str, list[NewLine]]:
    """Return a text that does not parse in the words of this Python, and the lines that were of a newer one.

    A text that has other faults comes back as it is, with no lines.
    """
    if len(text) > MAX_TEXT:
        return text, []
    try:
        changed, lines = _without_types(text)
        changed, excepts = _with_parentheses(changed)
        changed, strings = _without_nested_quotes(changed)
        ast.parse(changed)
    except (_Stuck, SyntaxError, ValueError, RecursionError, MemoryError, IndexError):
        return text, []
    return changed, sorted([*lines, *excepts, *strings])


def looks_newer(text: str, line: int | None) -> str:
    """Return the Python that may read a line which this one does not; "" for none."""
    written = text.split("\n")[line - 1] if line and line <= text.count("\n") + 1 else ""
    if re.search(r"\b[tT][rR]?[\"']", written) or EXCEPT.match(written):
        return "3.14"
    if TYPE.match(written) or GENERIC.match(written) or re.search(r"\b[rR]?[fF][rR]?[\"'].*{", written):
        return "3.12"
    return ""


# ------------------------------------------------------------------------------- types of 3.12


def _without_types(text: str) -> tuple[str, list[NewLine]]:
    """Return a text without ``type`` statements and type parameters, which mean nothing to numbers."""
    found: list[NewLine] = []
    while match := GENERIC.search(text):
        end = _after_bracket(text, match.end())
        found.append(NewLine(_line(text, match.end()), "a type parameter in brackets", "3.12"))
        text = text[: match.end()] + "\n" * text.count("\n", match.end(), end) + text[end:]
    while match := TYPE.search(text):
        end = _end_of_statement(text, match.end())
        found.append(NewLine(_line(text, match.end()), "a type statement", "3.12"))
        lost = "\n" * text.count("\n", match.start(), end)
        text = f"{text[: match.start()]}{match['indent']}{match['name']} = object{lost}{text[end:]}"
    return text, found


def _with_parentheses(text: str) -> tuple[str, list[NewLine]]:
    """Return a text whose ``except A, B:`` have parentheses; in Python 2 the second name is another thing."""
    found: list[NewLine] = []

    def parted(match: re.Match[str]) -> str:
        if not all(RAISED.fullmatch(name.strip()) for name in match["names"].split(",")):
            return match[0]
        found.append(NewLine(_line(text, match.start()), "except with several names without parentheses", "3.14"))
        return f"{match['head']}({match['names']})"

    return EXCEPT.sub(parted, text), found


def _after_bracket(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in OPENING) - (text[place] in CLOSING)
        if depth == 0:
            return place + 1
    raise _Stuck


def _end_of_statement(text: str, start: int) -> int:
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in OPENING) - (text[place] in CLOSING)
        if text[place] == "\n" and depth <= 0 and text[place - 1] != "\\":
            return place
    return len(text)


# --------------------------------------------------------------------------- f-strings of 3.12


def _without_nested_quotes(text: str) -> tuple[str, list[NewLine]]:
    """Return a text whose f-strings this Python reads: f"{a["b"]}" becomes ("{}".format(a["b"]))."""
    parts: list[str] = []
    found: list[NewLine] = []
    place = 0
    while place < len(text):
        if text[place] == "#":
            end = text.find("\n", place)
            end = len(text) if end < 0 else end
            parts.append(text[place:end])
            place = end
            continue
        match = STRING.match(text, place)
        if match is None:
            parts.append(text[place])
            place += 1
            continue
        end = _end_of_string(text, match)
        written = text[place:end]
        if "f" in match[1].lower() and not _parses(written):
            if _is_joined(text, place, end):
                raise _Stuck
            found.append(NewLine(_line(text, place), "an f-string with quotes, a backslash or a comment in it", "3.12"))
            written = _as_format(text, match)
        parts.append(written)
        place = end
    return "".join(parts), found


def _end_of_string(text: str, match: re.Match[str]) -> int:
    """Return where a string ends; an f-string may have strings in its braces."""
    prefix, quote = match[1].lower(), match[2]
    place = match.end()
    while True:
        if place >= len(text):
            raise _Stuck
        if text[place] == "\\" and not ("r" in prefix and "f" in prefix and text[place + 1] in "{}"):
            place += 2
        elif text.startswith(quote, place):
            return place + len(quote)
        elif text[place] == "\n" and len(quote) == 1:
            raise _Stuck
        elif "f" in prefix and text.startswith("{{", place):
            place += 2
        elif "f" in prefix and text[place] == "{":
            place = _field(text, place)[1]
        else:
            place += 1


def _field(text: str, start: int) -> tuple[list[str], int]:
    """Return what stands in a pair of braces, expression, conversion and format, and where it ends."""
    place, depth = start + 1, 0
    first = place
    while True:
        character = text[place] if place < len(text) else ""
        match = STRING.match(text, place) if character else None
        if not character:
            raise _Stuck
        if match is not None:
            place = _end_of_string(text, match)
            continue
        if depth == 0 and (character in "}:" or (character == "!" and text[place + 1] != "=")):
            break
        if character == "#":
            place = text.index("\n", place)
            continue
        depth += (character in OPENING) - (character in CLOSING)
        place += 1
    expression, conversion, layout = text[first:place], "", ""
    if text[place] == "!":
        conversion = text[place : place + 2]
        place += 2
    if text[place] == ":":
        first = place = place + 1
        while text[place] != "}":
            place = _field(text, place)[1] if text[place] == "{" else place + 1
        layout = text[first:place]
    if text[place] != "}":
        raise _Stuck
    return [expression, conversion, layout], place + 1


def _as_format(text: str, match: re.Match[str]) -> str:
    """Return an f-string as a call of format, with the same number of line ends."""
    prefix, quote = match[1].lower().replace("f", ""), match[2]
    end = _end_of_string(text, match)
    template, arguments = _template(text[match.end() : end - len(quote)])
    return f"({prefix}{quote}{template}{quote}.format({', '.join(arguments)}))"


def _template(inside: str) -> tuple[str, list[str]]:
    parts: list[str] = []
    arguments: list[str] = []
    place = 0
    while place < len(inside):
        escaped = inside[place] == "\\" and not inside.startswith("\\{", place)
        if escaped or inside.startswith(("{{", "}}"), place):
            parts.append(inside[place : place + 2])
            place += 2
        elif inside[place] == "{":
            (expression, conversion, layout), place = _field(inside, place)
            if re.search(r"(?<![=!<>])=\s*$", expression):  # f"{x = }" says the expression too
                raise _Stuck
            spec, inner = _template(layout)
            parts.append("{" + conversion + (":" + spec if layout else "") + "}")
            arguments += [_in_one_piece(expression), *inner]
        else:
            parts.append(inside[place])
            place += 1
    return "".join(parts), arguments


def _in_one_piece(expression: str) -> str:
    """Return an expression that may stand among arguments; f-strings in it are rewritten too."""
    written, _ = _without_nested_quotes(expression)
    return f"({written}\n)" if "#" in written else f"({written})"


def _is_joined(text: str, start: int, end: int) -> bool:
    """Whether a string stands beside another one, and is one with it."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return before.endswith(('"', "'")) or STRING.match(after) is not None


def _parses(string: str) -> bool:
    try:
        ast.parse(f"({string})")
    except (SyntaxError, ValueError):
        return False
    return True


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
