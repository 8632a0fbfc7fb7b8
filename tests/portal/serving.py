"""A portal that is served by the command, in a folder of its own, on a port of its own."""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

SERVE = "from grader.__main__ import main; main()"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def until(what: Callable[[], object], seconds: float = 60) -> object:
    """Wait until something is so; return what it is."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come about")


class Serving:
    """A portal that is served, in a folder."""

    def __init__(self, folder: Path, port: int = 0, *options: str) -> None:
        self.port, self.folder = port or free_port(), folder
        command = [sys.executable, "-c", SERVE, "serve", "--data", str(folder), "--port", str(self.port), *options]
        self.out = (folder.parent / "out.txt").open("w+")
        self.process = subprocess.Popen(command, stdout=self.out, stderr=subprocess.STDOUT)
        until(self.is_up, 120)

    def said(self) -> str:
        return Path(self.out.name).read_text()

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.said()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return answer.status == 200
        except (OSError, urllib.error.URLError):
            return False

    def links(self) -> list[str]:
        """Return the links that it printed: the first instructor's, a demo student's."""
        return re.findall(r"http://localhost:\d+/invitation/\S+", self.said())

    def end(self) -> int:
        """Press Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        self.out.close()
        return code
