"""Users that no one else has: those of one zygote's children belong to no other zygote while it lives. Linux, root.

A share is held by a name among the kernel's abstract sockets, which goes away with the process that holds it: nothing
is left behind on a disk, and a grader that is killed gives its users back.
"""

import contextlib
import os
import random
import socket

FIRST, EACH, SHARES = 61184, 16, 271  # the 4336 that systemd sets aside for services without a user of their own
NAME = "\0convgrader-users-"


class Share:
    """Users for the children of one zygote.

    Where all shares are taken, one is shared: children then have a user that a child of another zygote may have.
    """

    def __init__(self) -> None:
        self.first = FIRST + EACH * random.randrange(SHARES)
        self.name: socket.socket | None = None
        if os.name == "posix" and os.geteuid() == 0:
            self._take()

    def _take(self) -> None:
        start = (self.first - FIRST) // EACH
        for number in (*range(start, SHARES), *range(start)):
            with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
                name = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
                name.bind(f"{NAME}{number}")
                stack.pop_all()
                self.first, self.name = FIRST + EACH * number, name
                return

    def give_back(self) -> None:
        """Let another zygote have these users."""
        if self.name is not None:
            self.name.close()
            self.name = None
