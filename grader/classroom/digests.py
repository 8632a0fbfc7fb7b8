"""What a result depends on, as one digest per exercise: another digest is another exercise, and is graded anew.

In: a planned exercise, limits, imports, dialect, and how much a search for a repair may try.  Out: a digest over cases,
calls, checks, limits, and the reference's answers, so that a mended reference counts as a changed exercise too
(docs/decisions/0030).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np

from grader.grading.checking import PlannedExercise
from grader.grading.grade import Plan, beside_of
from grader.model import Expected, Kept, Laid
from grader.submissions.dialects import fingerprint
from grader.topics.sealing import fingerprint as question_fingerprint

GRADING = 3  # raise it when checks, scoring or loading come to give the same answer another result
DIGITS = 6  # of a reference's value that rounds: the last ones differ between machines


def digests(plan: Plan, dialect: str) -> dict[str, str]:
    """Return the digest of each exercise.

    Parameters
    ----------
    plan : Plan
    dialect : str
        As it was asked for: what "auto" makes of a submission follows from the submission alone.
    """
    assignment = plan.assignment
    common = [
        GRADING,
        dialect,
        fingerprint(beside_of(plan)),
        assignment.id,
        assignment.limits,
        sorted(assignment.imports),
        plan.effort,
    ]
    return {planned.exercise.id: _digest([*common, _described(planned)]) for planned in plan.exercises}


def _digest(value: object) -> str:
    return hashlib.sha256(msgspec.msgpack.encode(value, enc_hook=_plain)).hexdigest()[:32]


def _described(planned: PlannedExercise) -> list[object]:
    cases = [
        [
            case.id,
            case.why,
            sorted(case.sizes.items()),
            case.raises,
            case.unit,
            sorted((name, _plain(value)) for name, value in case.arguments.items()),
            [_call(call) for call in case.calls],
            sorted((name, _due(due)) for name, due in planned.expected.get(case.id, {}).items()),
        ]
        for case in planned.cases
    ]
    question = planned.exercise.question
    if question is not None:  # sealed or not, it is the same question
        return [replace(planned.exercise, question=None), question_fingerprint(question), cases]
    return [planned.exercise, cases]


def _call(call: Any) -> list[object]:
    return [call.function, [_plain(value) for value in call.arguments], call.names, call.returns, call.keep]


def _due(due: Expected) -> list[object]:
    conventions = [
        [convention.note, _rounded(convention.lowest), _rounded(convention.highest), convention.shares]
        for convention in due.conventions
    ]
    value = _plain(due.value + 0.0) if due.exact else _rounded(due.value)  # -0.0 is 0.0
    bound = [_rounded(due.absolute), due.count, _rounded(np.asarray(due.norm))]
    return [value, [] if due.exact else bound, due.exact, due.grid, due.apart, due.at_least, conventions]


def _rounded(array: "np.ndarray[Any, Any]") -> list[object]:
    """Return an array as texts that are the same on every machine."""
    values = [f"{value:.{DIGITS}g}" for value in np.asarray(array, np.float64).ravel().tolist()]
    return [list(array.shape), values]


def _plain(value: Any) -> object:
    """Return a value as MessagePack has it, told apart by type."""
    if isinstance(value, Laid):
        return ["laid", value.layout, _plain(value.array)]
    if isinstance(value, Kept):
        return ["kept", value.call, value.position]
    if isinstance(value, (np.ndarray, np.generic)):
        array = np.ascontiguousarray(value)
        return ["array", array.dtype.str, list(np.shape(value)), array.tobytes()]
    if isinstance(value, Mapping):
        return ["mapping", sorted((str(key), _plain(item)) for key, item in value.items())]
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, (int, float, str, bytes, bool)) or value is None:
        return value
    return ["text", str(value)]  # a fraction
