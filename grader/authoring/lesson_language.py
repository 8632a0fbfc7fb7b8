"""A student's files in another language: the prose of a module, a notebook or a page, and nothing else of it. Pure.

Text is said piece by piece: a heading, a paragraph, an item of a list, a row of a table, a description in a docstring.
Code, formulas that stand by themselves, names and types of parameters stay as they are. A piece that ``say`` gives back
unchanged keeps its line ends too.
"""

import ast
import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

from grader.languages import Say

WIDTH = 110
HEADING = re.compile(r"(#+ )(.*)")
ITEM = re.compile(r"(\s*(?:[-*]|\d+\.) )")
CODE = re.compile(r"\s*(?:`[^`]*`(?:, )?)+\s*")
RULE = re.compile(r"\|[-|: ]+\|$")
QUESTIONS = re.compile(r"^# ## .*(?:\n#.*)*", re.MULTILINE)  # a section of prose in a module's comments
NUMPYDOC = ("Parameters", "Returns", "Raises", "Attributes", "Notes", "Yields")


def said_page(source: str, say: Say) -> str:
    """Return a page in Markdown, its prose said by ``say``."""
    return "\n".join(_paragraphs(source.split("\n"), say))


def said_module(source: str, say: Say) -> str:
    """Return a module, its docstrings said by ``say``, and the questions in its comments."""
    lines = source.split("\n")
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a cell with a magic of Jupyter
        return source
    owners = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)]
    spans = [(n.body[0].lineno - 1, n.body[0].end_lineno) for n in owners if ast.get_docstring(n) is not None]
    for first, end in sorted(spans, reverse=True):
        lines[first:end] = _docstring(lines[first:end], say)
    return QUESTIONS.sub(lambda found: _commented(found[0], say), "\n".join(lines))


def _commented(block: str, say: Say) -> str:
    """Return prose in a comment, said by ``say``."""
    page = said_page("\n".join(line.removeprefix("#").removeprefix(" ") for line in block.split("\n")), say)
    return "\n".join(f"# {line}".rstrip() for line in page.split("\n"))


def said_notebook(source: str, say: Say) -> str:
    """Return a notebook, its prose and docstrings said by ``say``."""
    notebook: dict[str, Any] = json.loads(source)
    for cell in notebook["cells"]:
        text = "".join(cell["source"])
        said = said_page(text, say) if cell["cell_type"] == "markdown" else said_module(text, say)
        cell["source"] = said.splitlines(keepends=True)
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _paragraphs(lines: list[str], say: Say) -> Iterator[str]:
    """Yield the lines of a page."""
    place = 0
    while place < len(lines):
        line = lines[place]
        end = place + 1
        if line.startswith("```"):
            end = _after(lines, end, "```")
            yield from lines[place:end]
        elif line.startswith("$$"):
            end = end if line.endswith("$$") and line != "$$" else _after(lines, end, "$$")
            yield from lines[place:end]
        elif not line.strip() or RULE.match(line):
            yield line
        elif line.startswith("|"):
            yield _row(line, say)
        elif found := HEADING.match(line):
            yield found[1] + say(found[2])
        else:
            start = ITEM.match(line)
            while end < len(lines) and _goes_on(lines[end]):
                end += 1
            yield from _wrapped(lines[place:end], start[1] if start else "", say)
        place = end


def _after(lines: list[str], place: int, mark: str) -> int:
    """Return the place behind the line that ends with a mark."""
    return next((n + 1 for n in range(place, len(lines)) if lines[n].rstrip().endswith(mark)), len(lines))


def _goes_on(line: str) -> bool:
    """Whether a line belongs to the paragraph before it."""
    return (
        bool(line.strip()) and not line.startswith(("```", "$$", "|")) and not (ITEM.match(line) or HEADING.match(line))
    )


def _row(line: str, say: Say) -> str:
    """Return a row of a table, cell by cell; code stays."""
    return "|".join(
        cell if not cell.strip() or CODE.fullmatch(cell) else f" {say(cell.strip())} " for cell in line.split("|")
    )


def _wrapped(lines: list[str], start: str, say: Say) -> list[str]:
    text = " ".join(" ".join(lines)[len(start) :].split())
    said = say(text)
    if said == text:
        return lines
    return textwrap.wrap(
        said,
        WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _docstring(lines: list[str], say: Say) -> list[str]:
    """Return a docstring, quotes included: its sentences are said, and what numpydoc reads stays."""
    base = len(lines[0]) - len(lines[0].lstrip())
    quotes = lines[0][base : base + 3]
    body = [" " * base + lines[0][base + 3 :], *lines[1:]]
    is_closed = body[-1].rstrip().endswith(quotes)
    body[-1] = body[-1].rstrip().removesuffix(quotes) if is_closed else body[-1]
    said: list[str] = []
    in_section = False
    place = 0
    while place < len(body):
        line, end = body[place], place + 1
        indent = len(line) - len(line.lstrip())
        is_title = line.strip() in NUMPYDOC
        in_section = in_section or is_title
        if not line.strip() or (in_section and indent == base):
            said.append(line)
        else:
            while end < len(body) and body[end].strip() and len(body[end]) - len(body[end].lstrip()) == indent:
                end += 1
            said += _lines_of(body[place:end], indent, say)
        place = end
    said[0] = " " * base + quotes + said[0][base:]
    said[-1] += quotes if is_closed else ""
    return said


def _lines_of(lines: list[str], indent: int, say: Say) -> list[str]:
    text = " ".join(" ".join(lines).split())
    said = say(text)
    if said == text:
        return lines
    blanks = " " * indent
    return textwrap.wrap(said, WIDTH, initial_indent=blanks, subsequent_indent=blanks, break_long_words=False)
