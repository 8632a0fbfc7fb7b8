"""What a child may reply when edits of its submission are tried, checked once, right after decoding. Pure.

A child that lies here deceives nobody but its own author: the host runs every edit that it believes in on all cases.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any

from grader.model import Call, Opaque, Proposal
from grader.sandbox.replies import Malformed
from grader.sandbox.worker import wire

MAX_KINDS = 40
MAX_FUNCTIONS = 12
MAX_EDITS = 100_000  # of all assignments; the host asks for some hundreds
MAX_LINE = 10**6
MAX_COST = 1000
MAX_CHANGE = 600  # characters
CAPS = {  # as in `replies`, of `Proposal`
    "Proposal.number": MAX_EDITS,
    "Proposal.kind": (24, None),
    "Proposal.file": "names that the host gave",
    "Proposal.function": (80, None),
    "Proposal.first_line": MAX_LINE + 1,
    "Proposal.last_line": MAX_LINE + 1,
    "Proposal.cost": MAX_COST + 1,
}
KIND = re.compile(r"[a-z-]{1,24}")
NAME = re.compile(r"\w{1,80}")


def proposed(reply: object, most: int, files: Collection[str]) -> tuple[Proposal, ...]:
    """Read the list of edits: at most so many, of functions in these files."""
    fields = reply if isinstance(reply, dict) else {}
    kinds, functions, rows = (fields.get(key) for key in ("kinds", "functions", "rows"))
    names = [_file_and_name(one, files) for one in _sequence(functions, MAX_FUNCTIONS)]
    words = [_matching(one, KIND) for one in _sequence(kinds, MAX_KINDS)]
    table = _whole_numbers(rows, 2)
    if len(table) > min(most, MAX_EDITS) or (len(table) and table.shape[1] != 5):
        raise Malformed("a list of edits that is too long, or of another form")
    found = []
    for number, (kind, function, first, last, cost) in enumerate(table.tolist()):
        known = 0 <= kind < len(words) and 0 <= function < len(names)
        if not (known and 1 <= first <= last <= MAX_LINE and 0 <= cost <= MAX_COST):
            raise Malformed("an edit that is none")
        file, name = names[function]
        found.append(
            Proposal(
                number=number,
                kind=words[kind],
                file=file,
                function=name,
                first_line=first,
                last_line=last,
                cost=cost,
            )
        )
    return tuple(found)


def tried(reply: object, count: int, call: Call) -> list[dict[str, object] | int]:
    """Read what came of so many candidates: answers by name, one object where they are equal; or a line that raised."""
    fields = reply if isinstance(reply, dict) else {}
    which = _whole_numbers(fields.get("which"), 1)
    if len(which) != count:
        raise Malformed("not one answer for each candidate")
    answers = [_answers(one, call) for one in _sequence(fields.get("answers"), count)]
    found: list[dict[str, object] | int] = []
    for number in which.tolist():
        if number >= len(answers) or number < -MAX_LINE:
            raise Malformed("an answer that did not come")
        found.append(answers[number] if number >= 0 else -1 - number)
    return found


def described(reply: object) -> str:
    """Read the text of a change."""
    if not isinstance(reply, str):
        raise Malformed("no text where text is due")
    return reply[:MAX_CHANGE]


# --------------------------------------------------------------------------------- pieces


def _answers(value: object, call: Call) -> dict[str, object]:
    parts = _sequence(value, 16)
    if len(parts) != len(call.returns):
        return {}
    return {name: _answer(part) for name, part in zip(call.returns, parts, strict=True) if name not in call.keep}


def _answer(value: object) -> object:
    if isinstance(value, wire.Unsendable):
        return Opaque(value.kind[:200])
    if isinstance(value, (wire.KeptValue, wire.LaidArray, str, tuple, dict)):
        raise Malformed(f"an answer of kind {type(value).__name__}")
    return value


def _file_and_name(value: object, files: Collection[str]) -> tuple[str, str]:
    file, name = _sequence(value, 2) if isinstance(value, tuple) and len(value) == 2 else ("", "")
    if not isinstance(file, str) or file not in files:
        raise Malformed("a function of no file of the submission")
    return file, _matching(name, NAME)


def _matching(value: object, form: "re.Pattern[str]") -> str:
    if not isinstance(value, str) or form.fullmatch(value) is None:
        raise Malformed("a word of another form")
    return value


def _sequence(value: object, most: int) -> Sequence[Any]:
    if type(value) is not tuple or len(value) > most:
        raise Malformed("a sequence that is none, or is too long")
    return value


def _whole_numbers(value: object, axes: int) -> Any:
    import numpy as np

    if not isinstance(value, np.ndarray) or value.dtype != np.int64 or value.ndim != axes:
        raise Malformed("no whole numbers where they are due")
    return value
