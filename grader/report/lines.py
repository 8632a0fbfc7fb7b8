"""Blocks as plain lines for other systems to show: no layout of ours, no markup. Pure."""

from collections.abc import Iterable

from grader.report.escape import plain
from grader.report.outline import Block

LONGEST = 600  # characters of a line


def lines_of(blocks: Iterable[Block]) -> list[str]:
    """Return the lines of some blocks, hidden characters spelled out; cases as code are left to our own pages."""
    return [plain(line, LONGEST) for block in blocks if block.kind != "paste" for line in block.lines]
