"""What the host asks of a child and what it believes of the replies, however the bytes travel.

In: requests as plain values.  Out: replies as plain values, or `TimedOut`, `Died`, `Violated`.
A child that is forked from the zygote is in `host`, one that is a program of its own in `portable`.
"""

import abc
import secrets
import signal
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from grader.model import Limits
from grader.sandbox.known import SMALL, Known

READY_SECONDS = 10.0
MIB = 1 << 20
WINDOWS_FAULT = 0xC0000000  # the first exit code of a program that Windows ended for a fault of it


KNOWN_BYTES = 16 << 20

_replies: Known[Any] = Known(KNOWN_BYTES)


class TimedOut(Exception):
    """The child did not answer in time."""


class Died(Exception):
    """The child is gone; the message says how."""


class Violated(Exception):
    """The child wrote something that is no answer."""


class NotStarted(Exception):
    """What children come from did not start; the message is the last that it said."""


class WantsOlder(Exception):
    """The submission failed where older NumPy would not have. Load it again, changed as `worker.older` does."""


class ZygoteLost(Exception):
    """The zygote itself is gone: the child's work is lost, and a new zygote is due."""


def signal_name(number: int) -> str:
    """Return SIGSEGV for 11; a real-time signal has no name of its own."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


@dataclass(frozen=True)
class Ending:
    """How a child ended."""

    code: int  # its exit code, or the number of the signal that ended it with a minus, as `subprocess` has them
    cpu_seconds: float = 0.0

    @property
    def signal(self) -> str:
        """The name of the signal that ended it; nothing where none did."""
        return signal_name(-self.code) if self.code < 0 else ""

    def was_out_of_time(self, cpu_seconds: int) -> bool:
        """Whether the limit of processor time ended it; a child may ignore the first of its two signals."""
        return self.signal == "SIGXCPU" or (self.signal == "SIGKILL" and self.cpu_seconds >= cpu_seconds)

    def __str__(self) -> str:
        """Say it for people."""
        if self.code >= WINDOWS_FAULT:
            return f"it crashed (Windows calls it 0x{self.code:08X})"
        if not self.signal:
            return f"it ended itself with exit code {self.code}"
        if self.signal == "SIGSYS":
            return "it made a system call that no submission may make (SIGSYS)"
        if self.signal == "SIGKILL":
            return "it was killed"
        return f"it was ended by signal {self.signal}"


class Packed(NamedTuple):
    """A request, and the bytes of it."""

    value: Any
    payload: bytes


class Sent(NamedTuple):
    """A request that is on its way."""

    value: Any
    sequence: int
    nonce: int


class Child(abc.ABC):
    """A process that runs one submission's code.

    Parameters
    ----------
    limits : Limits
        What it may answer and print.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.printed = bytearray()
        self.printed_bytes = 0
        self.sequence = 0
        self.incoming = bytearray()
        self.ahead: deque[Sent] = deque()  # requests that nobody has waited for yet
        self.reply_bytes = 0  # of the last reply
        self.is_known = False  # whether that is the very object that every equal reply is
        self.current = ""  # the statement announced last
        self.layers: dict[str, str] = {}

    def wait_until_ready(self) -> None:
        """Read what the child says of its confinement."""
        from grader.sandbox.worker import wire

        kind, self.layers = self._receive(time.monotonic() + READY_SECONDS, 0, 0)
        if kind != wire.READY:
            raise Violated("the child spoke before it was ready")

    def printed_text(self) -> str:
        """Return what the child printed during its last call."""
        from grader.sandbox.replies import scrubbed

        text = scrubbed(self.printed.decode("utf-8", "replace"))
        if self.printed_bytes > len(self.printed):
            text += f"\n[{self.printed_bytes} bytes printed, the first {len(self.printed)} kept]"
        return text

    def has_flooded(self) -> bool:
        """Whether the child has printed more than a megabyte for a request that it has not answered."""
        self._take_printed()
        return self.printed_bytes > 1_000_000

    def send_ahead(self, kind: int, requests: Sequence[Packed], seconds: float) -> bool:
        """Send requests that `request` is going to ask for in this order; return whether that is possible.

        Where it is not, `request` sends each. All that is on its way at a time has to fit into the channel: a child
        that waits until its answer is taken would otherwise keep this process waiting until its request is.
        """
        return False

    def request(self, kind: int, value: Any, seconds: float, total: float | None = None) -> tuple[int, Any]:
        """Send a request, unless it was sent ahead, and return the kind and value of its reply.

        Parameters
        ----------
        kind : int
            ``wire.LOAD`` or ``wire.CALL``.
        value : object
            Plain values, see `wire`.
        seconds : float
            Wall time the child may take; while it loads, for each statement that it announces.
        total : float, optional
            Wall time for all of it.
        """
        from grader.sandbox.worker import wire

        start = time.monotonic()
        last = start + (seconds if total is None else total)
        while self.ahead and self.ahead[0].value is not value:  # of a call that has become pointless
            passed = self.ahead.popleft()
            self._receive(min(time.monotonic() + seconds, last), passed.sequence, passed.nonce)
            self._take_printed()
        if self.ahead:
            _, sequence, nonce = self.ahead.popleft()
        else:
            self._forget_printed()  # what was printed before belongs to an earlier request
            if self.incoming:
                raise Violated("bytes came before they were asked for")
            sequence, nonce = self._number()
            self._send(wire.frame(kind, sequence, nonce, value), min(start + seconds, last))
        while True:
            reply, answer = self._receive(min(time.monotonic() + seconds, last), sequence, nonce)
            if reply != wire.PROGRESS:
                self._take_printed()
                return reply, answer
            if kind != wire.LOAD:
                raise Violated("news of loading from a call")
            self.current = answer

    def _number(self) -> tuple[int, int]:
        """Return what a request is known by: its number, and one that nobody can guess."""
        self.sequence += 1
        return self.sequence, secrets.randbits(64)

    @abc.abstractmethod
    def close(self) -> Ending:
        """End the process, or let it go; return how it ended."""

    def spent(self) -> tuple[float, float] | None:
        """Return the seconds for which the process ran, and waited for a processor; None where nobody tells."""
        return None

    # ---- bytes

    @abc.abstractmethod
    def _drain(self) -> None:
        """Take what the child printed; keep the first of it and throw the rest away."""

    def _forget_printed(self) -> None:
        """Throw away what the child has printed so far."""
        self._drain()
        self.printed.clear()
        self.printed_bytes = 0

    def _take_printed(self) -> None:
        """Take what the child printed for the request that it has answered."""
        self._drain()

    @abc.abstractmethod
    def _send(self, data: bytes, deadline: float) -> None:
        """Send bytes; raise `TimedOut` or `Died` where that is not possible."""

    @abc.abstractmethod
    def _read(self, nbytes: int, deadline: float) -> bytes:
        """Return exactly so many bytes of what the child wrote; raise `TimedOut` or `Died` where they do not come."""

    def _receive(self, deadline: float, sequence: int, nonce: int) -> tuple[int, Any]:
        from grader.sandbox import replies
        from grader.sandbox.worker import wire

        capped = {wire.READY: replies.ready, wire.PROGRESS: replies.announced}
        try:
            head = wire.header(self._read(wire.HEADER.size, deadline), (self.limits.result_mib + 1) * MIB)
            if (head.sequence, head.nonce) != (sequence, nonce):
                raise Violated("a frame that answers no request")
            self.reply_bytes = head.nbytes
            payload = self._read(head.nbytes, deadline)
            self.is_known = head.kind == wire.RETURNED and head.nbytes <= SMALL
            value = known_reply(payload) if self.is_known else wire.decode(payload, wire.MAX_REPLY_TEXT)
            return head.kind, capped[head.kind](value) if head.kind in capped else value
        except (wire.ProtocolError, replies.Malformed) as error:
            raise Violated(str(error)) from None


def known_reply(payload: bytes) -> Any:
    """Return the value of a small reply: one object for all equal ones, so its arrays are not to be written to."""
    from grader.sandbox.worker import wire

    def decoded() -> Any:
        value = wire.decode(payload, wire.MAX_REPLY_TEXT)
        for item in value.get("values", ()) if isinstance(value, dict) else ():
            array = getattr(item, "array", item)
            if hasattr(array, "setflags"):
                array.setflags(write=False)
        return value

    return _replies.get(payload, decoded, 3 * len(payload) + 1000)
