"""The portable worker: one program that runs submissions itself, on systems without what the zygote needs.

It is started by `__main__` with three pipes: requests come in at 0, replies leave at 1, and what is printed leaves
at 2. It reads a configuration (u32 length, JSON) and then serves requests as a forked child does. Nothing confines it.
It serves one submission after another, as long as the host finds that nothing was left behind; else the host ends it.
"""

import contextlib
import gc
import importlib
import json
import linecache
import os
import queue
import random
import sys
import threading
from typing import Any

import numpy

from .channel import Channel
from .child import Child, serve
from .forbidden import allow_again
from .imports import PREFIX
from .older import join_core, take_away_again
from .preparation import close_imports, warm_up
from .rehearsal import rehearse

STATE = "the portable worker has no such layer"


def main() -> None:
    """Import what students may use, then serve requests until the host closes the pipe."""
    channel = Pipes(*own_descriptors())
    warm_up()
    config = json.loads(channel.read(int.from_bytes(channel.read(4), "little")))
    for name in config["imports"]:
        __import__(name)
    join_core()
    close_imports(config["imports"])
    rehearse(Child, config, 1)  # what takes long at its first use is not to count as a student's time
    serve(lambda: begin(config), dict.fromkeys(config["layers"], STATE), channel)


def begin(config: dict[str, Any]) -> Child:
    """Forget the submission before this one; return what serves the next."""
    allow_again()
    take_away_again()
    for name in [name for name in sys.modules if name.startswith(PREFIX)]:
        del sys.modules[name]
    linecache.clearcache()
    gc.unfreeze()
    gc.collect()
    random.seed(0)  # a submission that draws while it loads draws the same, every time
    numpy.random.seed(0)
    return Child(config)


def own_descriptors() -> tuple[int, int, int]:
    """Move the pipes to descriptors of our own: a submission reads nothing, and all that it prints goes one way."""
    incoming, outgoing, printed = os.dup(0), os.dup(1), os.dup(2)
    with contextlib.suppress(ImportError):
        windows: Any = importlib.import_module("msvcrt")  # where a pipe is text unless it is told otherwise
        for descriptor in (incoming, outgoing, printed):
            windows.setmode(descriptor, getattr(os, "O_BINARY", 0))
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(newline="\n")  # type: ignore[union-attr]
    return incoming, outgoing, printed


class Pipes(Channel):
    """Two pipes, of which one is read by a thread of its own: so the process ends with its host, whatever runs in it.

    Parameters
    ----------
    incoming, outgoing : int
        Descriptors of requests and of replies.
    printed : int
        Descriptor of what is printed.
    """

    def __init__(self, incoming: int, outgoing: int, printed: int) -> None:
        super().__init__(incoming, outgoing, printed)
        self.parts: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.rest = b""
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        """Take what the host sends until it is gone, then end this process."""
        with contextlib.suppress(OSError):
            while part := os.read(self.incoming, 1 << 20):
                self.parts.put(part)
        os._exit(0)

    def receive(self, most: int) -> bytes:
        """Return some of the bytes that came."""
        self.rest = self.rest or self.parts.get()
        part, self.rest = self.rest[:most], self.rest[most:]
        return part
