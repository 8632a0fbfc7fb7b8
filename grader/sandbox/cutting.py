"""What a child prints, cut where one request's output ends and the next one's begins. Pure.

In: bytes, as they come out of the pipe.  Out: for each request the first of what was printed, and its whole length.
A child writes behind the output of each request an end that only it and the host know. It may leave that out: then all
that has come until its reply counts as the request's.
"""

from collections import deque


class Cutter:
    """Cuts what a child prints.

    Parameters
    ----------
    keep : int
        How many bytes of each request's output to keep; the rest is counted and thrown away.
    """

    def __init__(self, keep: int) -> None:
        self.keep = keep
        self.ends: deque[bytes] = deque()  # of the requests whose output has not ended
        self.done: deque[tuple[bytearray, int]] = deque()  # output that has ended, and that nobody has asked for
        self.kept, self.nbytes = bytearray(), 0  # of the first request that has not ended
        self.rest = b""  # may be the first part of its end

    def expect(self, end: bytes) -> None:
        """Wait for the end of another request's output."""
        self.ends.append(end)

    def forget(self) -> None:
        """Forget all that was printed, and wait for nothing."""
        self.ends.clear()
        self.done.clear()
        self.kept, self.nbytes, self.rest = bytearray(), 0, b""

    def take(self, part: bytes) -> None:
        """Take what came next; what is behind the last end belongs to nothing."""
        while self.ends:
            data, end = self.rest + part, self.ends[0]
            at = data.find(end)
            if at < 0:
                certain = max(len(data) - len(end) + 1, 0)
                self._add(data[:certain])
                self.rest = data[certain:]
                return
            self._add(data[:at])
            part = data[at + len(end) :]
            self._finish()

    def cut(self) -> tuple[bytearray, int]:
        """Return what the first request printed, and how many bytes it was."""
        if not self.done and self.ends:
            self._add(self.rest)
            self._finish()
        return self.done.popleft() if self.done else (bytearray(), 0)

    def _add(self, data: bytes) -> None:
        self.nbytes += len(data)
        self.kept += data[: max(self.keep - len(self.kept), 0)]

    def _finish(self) -> None:
        self.ends.popleft()
        self.done.append((self.kept, self.nbytes))
        self.kept, self.nbytes, self.rest = bytearray(), 0, b""
