"""What a call returned, as an outcome. Pure.

In: a case, one of its calls, and a child's reply.  Out: the outcome, and what stayed in the child. An equal reply to
the same call is the very same outcome, and so is all that is made of it.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from grader.model import Call, Case, Outcome
from grader.sandbox import replies
from grader.sandbox.known import Known
from grader.sandbox.worker import wire

KNOWN_BYTES = 8 << 20
OUTCOME_BYTES = 1500

_known: "Known[Returned]" = Known(KNOWN_BYTES)


class Returned(NamedTuple):
    """What came of a call that returned."""

    outcome: Outcome
    kept: Mapping[str, wire.KeptValue]
    about: tuple[object, ...]  # what it is known by: held, so that nothing else comes to have its identity


def outcome_of(
    case: Case, call: Call, reply: Any, printed: str = "", seconds: float = 0.0, is_known: bool = False
) -> Returned:
    """Return the outcome of a call that returned.

    Raises
    ------
    Malformed
        If the reply has not its form.
    """
    names = tuple(dict.fromkeys(name for one in case.calls for name in one.names))
    came = replies.returned(reply, call, names)
    outcome = Outcome(
        status="returned",
        function=call.function,
        answers=came.answers,
        returned=came.count,
        modified=came.modified,
        extended=came.extended,
        shared=came.shared,
        containers=came.containers,
        printed=printed,
        seconds=seconds,
        is_known=is_known,
    )
    return Returned(outcome, came.kept, (case, call, reply))


def known_outcome_of(case: Case, call: Call, reply: Any) -> Returned:
    """Return the outcome of a call that returned and printed nothing; `reply` is one object for all equal ones."""
    key = id(case), id(call), id(reply)
    return _known.get(key, lambda: outcome_of(case, call, reply, is_known=True), OUTCOME_BYTES)
