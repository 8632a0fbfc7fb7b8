"""Cases whose calls are sent to a child while it still works on the cases before them (docs/decisions/0074).

In: a child, and cases in order.  Out: each case's requests, sent or not. A child reads one request after another from
its channel, where they lie outside its memory; so it runs what it would have run, in the same order.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any

from grader.model import Case, Kept
from grader.sandbox.child import Child, Packed
from grader.sandbox.known import Known
from grader.sandbox.requests import case_requests
from grader.sandbox.worker import wire

ROOM = 32 << 10  # bytes on their way at a time: far less than a socket holds
CALL_BYTES = 400  # of a call, beside its arrays
KNOWN_BYTES = 8 << 20

_known: Known[tuple[Case, list[Packed]]] = Known(KNOWN_BYTES)


class Ahead:
    """The cases of one run, and how far their requests are sent.

    Parameters
    ----------
    cases : sequence of Case
    room : int
        Bytes that may be on their way at a time; a case that is larger is sent call by call.
    """

    def __init__(self, cases: Sequence[Case], room: int = ROOM) -> None:
        self.cases, self.room = cases, room
        self.child: Child | None = None
        self.waiting: deque[tuple[Sequence[dict[str, Any]], int]] = deque()  # requests that are sent, and their bytes
        self.next = 0  # case to send

    def requests(self, child: Child, number: int, is_anew: bool, seconds: float) -> Sequence[dict[str, Any]]:
        """Return the requests of the case with this number; send them, and some of later cases, where there is room."""
        if child is not self.child:
            self.child, self.next = child, number
            self.waiting.clear()
        on_the_way = sum(nbytes for _, nbytes in self.waiting)
        if on_the_way <= self.room / 2:
            new: list[Packed] = []
            while self.next < len(self.cases):
                nbytes = request_bytes(self.cases[self.next])
                if on_the_way + nbytes > self.room:
                    break
                on_the_way += nbytes
                requests = packed_requests(self.cases[self.next], is_anew)
                is_anew = False
                self.waiting.append(([request.value for request in requests], nbytes))
                new += requests
                self.next += 1
            if new:
                child.send_ahead(wire.CALL, new, seconds)
        if self.waiting:
            return self.waiting.popleft()[0]
        self.next = number + 1
        return case_requests(self.cases[number], is_anew)

    def is_waiting(self) -> bool:
        """Whether a case is on its way that nobody has asked for yet."""
        return bool(self.waiting)


def packed_requests(case: Case, is_anew: bool) -> list[Packed]:
    """Return the requests of a case with their bytes, packed once for all submissions."""

    def packed() -> tuple[Case, list[Packed]]:
        return case, [Packed(request, wire.encode(request)) for request in case_requests(case, is_anew)]

    return _known.get((id(case), is_anew), packed, 2 * request_bytes(case) + 1000)[1]


def request_bytes(case: Case) -> int:
    """Return about how many bytes a case's requests have; what is no array is short."""
    given = [
        getattr(value, "array", value) for call in case.calls for value in call.arguments if type(value) is not Kept
    ]
    return CALL_BYTES * len(case.calls) + sum(getattr(value, "nbytes", 100) for value in given)
