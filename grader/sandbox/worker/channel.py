"""How a worker's bytes come from the host and go to it. Worker's side."""

import contextlib
import os

from .wire import end_of_output


class Channel:
    """A way to the host.

    Parameters
    ----------
    incoming, outgoing : int
        Descriptors to read from and to write to; they may be the same.
    printed : int
        Descriptor of what is printed.
    """

    def __init__(self, incoming: int, outgoing: int, printed: int) -> None:
        self.incoming, self.outgoing, self.printed = incoming, outgoing, printed

    def read(self, nbytes: int) -> bytes:
        """Read exactly so many bytes; leave when the host is gone."""
        parts = []
        while nbytes:
            part = self.receive(min(nbytes, 1 << 20))
            if not part:
                os._exit(0)
            parts.append(part)
            nbytes -= len(part)
        return b"".join(parts)

    def receive(self, most: int) -> bytes:
        """Read some bytes; none where the host is gone."""
        return os.read(self.incoming, most)

    def send(self, data: bytes) -> None:
        """Write all of `data`."""
        view = memoryview(data)
        while view:
            view = view[os.write(self.outgoing, view) :]

    def reply(self, nonce: int, data: bytes) -> None:
        """Write an answer; and behind what was printed until now, that this was all."""
        with contextlib.suppress(OSError):  # a submission may have closed it
            os.write(self.printed, end_of_output(nonce))
        self.send(data)
