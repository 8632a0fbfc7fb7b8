"""`grader serve`: a web process, a worker and a sender, watched, and ended together.

In: a configuration.  Out: three processes, and an exit code when all have ended. One that dies is started again.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from grader.errors import OperatorError
from portal.config import Config, make_folder, start

WEB, SENDER, WORKER = ("portal.web",), ("portal.processes", "sender"), ("portal.processes", "worker")
LOOK_SECONDS = 0.2
WAIT_SECONDS = 20.0  # for a process that was asked to end
SOON = 20.0  # a process that fails so soon after its start …
MOST_SOON = 3  # … so often in a row will not come up
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(config: Config, say: Callable[[str], None]) -> None:
    """Serve until Ctrl-C.

    Raises
    ------
    OperatorError
        If it cannot begin, or one of the processes does not stay up.
    """
    check(config)
    make_folder(config.data)
    for whose, address in _prepared(config):
        say(f"For {whose}, once: {address}")
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    processes = [Supervised(words, config) for words in (WEB, SENDER, *[WORKER] * config.workers)]
    try:
        for one in processes:
            one.start()
        say(f"The portal is at {config.address}/ and its data in {config.data}. Ctrl-C ends it.")
        while not ended.wait(LOOK_SECONDS):
            for one in processes:
                one.look()
    finally:
        for one in processes:
            one.ask_to_end()
        for one in processes:
            one.end()
    say("The portal has ended.")


def check(config: Config) -> None:
    """Refuse what would not be safe, or cannot work."""
    if os.name != "posix":
        raise OperatorError("grader serve needs Linux or macOS")
    if config.origin:
        url = urlsplit(config.origin)
        if url.scheme != "https" or not url.hostname or url.path or url.query:
            raise OperatorError(f"--origin is https:// and a host's name, and not {config.origin}")
    elif config.host not in LOOPBACK:
        raise OperatorError(
            f"passwords would go over the network for everyone to read: to listen on {config.host}, put a proxy with "
            "HTTPS before it, and name the address that browsers see with --origin https://…"
        )
    with socket.socket(socket.AF_INET6 if ":" in config.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as error:
            what = f"cannot listen on {config.host}:{config.port}: {error.strerror}"
            raise OperatorError(f"{what}; choose another with --port") from None


def _prepared(config: Config) -> list[tuple[str, str]]:
    start(config)
    from django.db import connections

    from portal.first_course import prepare

    links = prepare()
    connections.close_all()
    return links


class Supervised:
    """A process of ours that is started again when it dies."""

    def __init__(self, words: tuple[str, ...], config: Config) -> None:
        self.words, self.config = words, config
        self.process: subprocess.Popen[bytes] | None = None
        self.started, self.soon = 0.0, 0

    def start(self) -> None:
        """Start it, in a group of its own: Ctrl-C is for this process, which ends the others in order."""
        command = [sys.executable, "-P", "-m", *self.words]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, process_group=0)
        assert self.process.stdin is not None
        with contextlib.suppress(BrokenPipeError), self.process.stdin as stream:
            # Not an argument: everyone sees those, and a URL has a password
            stream.write(self.config.to_text().encode())
        self.started = time.monotonic()

    def look(self) -> None:
        """Start it again if it has died."""
        if self.process is None or self.process.poll() is None:
            return
        ended_itself = self.process.returncode > 0  # what is killed has no fault of its own
        self.soon = self.soon + 1 if ended_itself and time.monotonic() - self.started < SOON else 0
        if self.soon >= MOST_SOON:
            raise OperatorError(f"{' '.join(self.words)} does not stay up; what it wrote above says why")
        self.start()

    def ask_to_end(self) -> None:
        """Ask it to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self) -> None:
        """Wait for its end; end all that is left of it."""
        if self.process is None:
            return
        try:
            self.process.wait(WAIT_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
