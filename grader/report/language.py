"""Blocks of a report in a reader's language. Pure.

Sentences of ours go through ``say``, also those that code of ours prints. Calls, but for the word between two, other
code, what a student's code printed, and the lines of a traceback stay as they are.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.languages import Say, as_it_is

if TYPE_CHECKING:
    from grader.report.outline import Block

MORE_TERMS = re.compile(r"… \d+ more terms")  # in a sum, which else needs no words
BESIDE = re.compile(r'(.*print\(.*, )"is yours;"(, .*, )"is due"\)')  # of what is to be pasted
FRAME = re.compile(r"  \S.* line \d+, in ")
AFTER = " after "  # between a call and the one that was made before it
SHOWN_LINES = 5  # of what was printed; the line behind them counts the rest, and is ours


def in_language(blocks: "Sequence[Block]", say: Say) -> "tuple[Block, ...]":
    """Return blocks with their sentences said by ``say``."""
    if say is as_it_is:
        return tuple(blocks)
    return tuple(replace(block, lines=_lines(block, say)) for block in blocks)


def _lines(block: "Block", say: Say) -> tuple[str, ...]:
    first, *others = block.lines
    if block.kind == "call":
        return tuple(line.replace(AFTER, f" {say(AFTER.strip())} ") for line in block.lines)
    if block.kind in ("code", "paste"):
        return say(first), *(_beside(line, say) for line in others)
    if block.kind == "printed":
        counted = [f"  | {say(line.removeprefix('  | '))}" for line in others[SHOWN_LINES:]]
        return say(first), *others[:SHOWN_LINES], *counted
    if block.kind == "smallest" and not first.startswith(" "):  # a call stands between the sentences
        return say(first), *others[:1], *(say(_sum(line, say)) for line in others[1:])
    if block.kind == "smallest":
        return tuple(say(_sum(line, say)) for line in block.lines)
    return tuple(_line(line, say) for line in block.lines)


def _line(line: str, say: Say) -> str:
    """Return a line of what happened: a sum and a line of source stand further to the right than sentences."""
    if line.startswith("  ") and not FRAME.match(line):
        return line if line.startswith("    ") else _sum(line, say)
    return say(line)


def _beside(line: str, say: Say) -> str:
    """Return a line of code that prints a number beside the one that is due; any other line as it is."""
    parts = BESIDE.fullmatch(line)
    return line if parts is None else f'{parts[1]}"{say("is yours;")}"{parts[2]}"{say("is due")}")'


def _sum(line: str, say: Say) -> str:
    return MORE_TERMS.sub(lambda found: say(found[0]), line)
