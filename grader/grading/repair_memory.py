"""What was found for a wrong function, so that a class that hands it in twenty times has it searched once. Pure.

A repair that is remembered is tried on the submission at hand before it is believed: its function is the same, what
stands around it need not be. What was found is believed as it is, and so is that nothing was, only where all of the
source is the same that makes a difference (`same_text`).
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.grading.same_text import parts_that_matter
from grader.model import Case, Effort, Outcome, Submission

if TYPE_CHECKING:
    from grader.grading.diagnosis.repair import Found

    Pair = tuple[Case, Outcome]

MOST = 2000  # searches; beyond that all of them are forgotten
DEFINITION = re.compile(r"^(?:def|class)\s+(\w+)", re.MULTILINE)
TOP = re.compile(r"^(?=[^\s#)\]}])", re.MULTILINE)  # where something begins at the start of a line

_known: "dict[str, Found]" = {}


def recall(key: str, label: str = "") -> "Found | None":
    """Return what was found under a key, for a submission whose only file is called so; "" for any other one."""
    found = _known.get(key)
    if found is None or found.repair is None or not label:
        return found
    places = tuple(replace(place, file=label) for place in found.repair.places)
    return replace(found, repair=replace(found.repair, places=places))


def remember(keys: Iterable[str], found: "Found") -> None:
    """Keep what was found under some keys."""
    if len(_known) >= MOST:
        _known.clear()
    for key in keys:
        _known[key] = found


def forget() -> None:
    """Forget everything, as if this were the first submission."""
    _known.clear()


def keys_of(
    submission: Submission, functions: Sequence[str], effort: Effort, pairs: "Sequence[Pair]"
) -> tuple[str, str]:
    """Return two keys of a search: of the whole source, and of the function and what it mentions.

    Parameters
    ----------
    submission : Submission
    functions : sequence of str
        What the exercise calls, in the submission's words.
    effort : Effort
    pairs : sequence of (Case, Outcome)
    """
    sources = [cell.source for module in submission.modules for cell in module.cells]
    texts = definitions(sources)
    common = [str(effort), *functions, *(_behaviour(case, outcome) for case, outcome in pairs)]
    whole = _digest(["whole", *common, *parts_that_matter(submission, functions)])
    return whole, _digest(["function", *common, *mentioned(functions, texts)])


def definitions(sources: Iterable[str]) -> Mapping[str, str]:
    """Return the text of each function and class at the start of a line, by name. A look at the text, not a parse."""
    found = {}
    for source in sources:
        for piece in TOP.split(source):
            defined = DEFINITION.match(piece)
            if defined is not None:
                found[defined[1]] = piece
    return found


def mentioned(functions: Sequence[str], texts: Mapping[str, str]) -> list[str]:
    """Return the texts of some functions, and of those that they mention, directly or not."""
    found: list[str] = []
    waiting, seen = list(functions), set(functions)
    while waiting:
        text = texts.get(waiting.pop(0), "")
        found.append(text.strip())
        for word in re.findall(r"\w+", text):
            if word in texts and word not in seen:
                seen.add(word)
                waiting.append(word)
    return found


def _behaviour(case: Case, outcome: Outcome) -> str:
    import numpy as np

    given = [f"{name} {array.shape} {_hashed(array.tobytes())}" for name, array in sorted(case.arguments.items())]
    sizes = str(sorted(case.sizes.items()))
    raised = outcome.raised.type if outcome.raised is not None else ""
    parts = [case.id, sizes, *given, outcome.status, raised, *outcome.modified]
    for name, answer in sorted(outcome.answers.items()):
        if isinstance(answer, np.ndarray):
            parts.append(f"{name} {answer.dtype} {answer.shape} {_hashed(answer.tobytes())}")
        else:
            parts.append(f"{name} {answer!r}")
    return " ".join(parts)


def _hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _digest(parts: Iterable[str]) -> str:
    return _hashed("\0".join(parts).encode("utf-8", "surrogatepass"))
