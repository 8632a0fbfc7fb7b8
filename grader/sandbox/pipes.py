"""Pipes to a program and from it, each served by a thread: a pipe cannot be waited for on every system.

In: bytes to send.  Out: bytes that came, before a deadline. Threads end when their pipe does; none is waited for.
"""

import contextlib
import queue
import threading
import time
from typing import Protocol

PART = 1 << 16  # bytes to move at once
ROOM = 4 << 20  # bytes of replies that nobody has read yet; a program that writes more has to wait


class Pipe(Protocol):
    """One end of a pipe, without a buffer."""

    def read(self, nbytes: int, /) -> bytes | None:
        """Wait for some bytes; none at the end."""

    def write(self, data: memoryview, /) -> int | None:
        """Write some of the bytes."""

    def close(self) -> None:
        """Close this end."""


class Requests:
    """What is to be written, in order."""

    def __init__(self, pipe: Pipe) -> None:
        self.pipe = pipe
        self.waiting: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._write, daemon=True).start()

    def send(self, data: bytes) -> None:
        """Let bytes be written, without waiting for it; where nobody reads them any more, the replies end."""
        self.waiting.put(data)

    def close(self) -> None:
        """Close the pipe when all is written."""
        self.waiting.put(None)

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            while (data := self.waiting.get()) is not None:
                view = memoryview(data)
                while view:
                    view = view[self.pipe.write(view[:PART]) or 0 :]
        with contextlib.suppress(OSError):
            self.pipe.close()


class Listener:
    """Whatever comes out of a pipe, taken by a thread."""

    def __init__(self, pipe: Pipe) -> None:
        self.pipe = pipe
        self.changed = threading.Condition()
        self.is_over = False  # nothing comes any more
        self.is_wanted = True
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Throw away whatever still comes."""
        with self.changed:
            self.is_wanted = False
            self.changed.notify_all()

    def take(self, part: bytes) -> None:
        """Do something with what came, while no other thread looks."""
        raise NotImplementedError

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while part := self.pipe.read(PART):
                with self.changed:
                    if self.is_wanted:
                        self.take(part)
                    self.changed.notify_all()
        with self.changed:
            self.is_over = True
            self.changed.notify_all()
        self.pipe.close()


class Replies(Listener):
    """What a program answers, kept until it is read."""

    def __init__(self, pipe: Pipe) -> None:
        self.data = bytearray()
        super().__init__(pipe)

    def take(self, part: bytes) -> None:
        """Keep it, once there is room."""
        self.changed.wait_for(lambda: len(self.data) < ROOM or not self.is_wanted)
        self.data += part

    def read(self, most: int, deadline: float) -> bytes:
        """Return at least one byte, and at most so many.

        Raises
        ------
        TimeoutError
            If nothing came before the deadline.
        EOFError
            If nothing will come any more.
        """
        with self.changed:
            left = max(deadline - time.monotonic(), 0)
            if not self.changed.wait_for(lambda: self.data or self.is_over, left):
                raise TimeoutError
            if not self.data:
                raise EOFError
            part = bytes(self.data[:most])
            del self.data[:most]
            self.changed.notify_all()
            return part


class Output(Listener):
    """What a program prints: the first of it kept, the rest counted and thrown away.

    Parameters
    ----------
    pipe : Pipe
    keep : int
        How many bytes to keep.
    """

    def __init__(self, pipe: Pipe, keep: int) -> None:
        self.keep = keep
        self.kept = bytearray()
        self.nbytes = 0
        self.end = b""  # stands behind all that the request at hand prints
        self.has_ended = False
        self.rest = bytearray()  # may be the first part of that
        super().__init__(pipe)

    def begin(self, end: bytes, keep: int) -> None:
        """Forget what was printed; wait for the end of what is printed from now on."""
        with self.changed:
            self.keep, self.end, self.has_ended, self.nbytes = keep, end, False, 0
            self.kept.clear()
            self.rest.clear()

    def take(self, part: bytes) -> None:
        """Keep it if there is room, up to the end that is waited for; what comes behind that belongs to nothing."""
        if self.has_ended:
            return
        self.rest += part
        at = self.rest.find(self.end) if self.end else -1
        self.has_ended = at >= 0
        certain = at if self.has_ended else max(len(self.rest) - len(self.end) + 1, 0) if self.end else len(self.rest)
        self.nbytes += certain
        self.kept += self.rest[: min(certain, max(self.keep - len(self.kept), 0))]
        del self.rest[:certain]

    def read(self, seconds: float) -> tuple[bytes, int]:
        """Wait for the end, so many seconds at most; return what was kept, and how many bytes there were."""
        with self.changed:
            self.changed.wait_for(lambda: self.has_ended or self.is_over, seconds)
            return bytes(self.kept), self.nbytes
