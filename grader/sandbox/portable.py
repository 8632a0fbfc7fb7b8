"""Where a system lacks what the zygote needs: workers that are programs of their own, and run submissions themselves.

In: requests, over a pipe.  Out: replies, over another; what is printed, over a third. Time is measured here alone:
a worker that is late is ended, and another one started. Nothing else is limited, so this is isolation level D.
"""

import contextlib
import importlib.util
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from grader.errors import OperatorError
from grader.model import Limits
from grader.sandbox import levels
from grader.sandbox.child import MIB, Child, Died, Ending, NotStarted, TimedOut, Violated
from grader.sandbox.host import START_SECONDS, environment, folder_of
from grader.sandbox.pipes import Output, Replies, Requests

# What the zygote cannot do without; Linux has it all
NEEDED = {
    "os": (os, ("fork", "killpg", "setsid", "wait4", "closerange", "getresuid", "setresuid", "setresgid", "setgroups")),
    "select": (select, ("poll",)),
    "signal": (signal, ("SIGKILL", "SIGXCPU")),
    "socket": (socket, ("AF_UNIX", "recv_fds", "send_fds")),
}
# Windows starts no Python without these
INHERITED = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "PATH", "TEMP", "TMP")
OUTPUT_SECONDS = 2.0  # for what was printed to come, once the reply has
END_SECONDS = 1.0  # for a worker that has closed its pipe to be gone


def lacking() -> tuple[str, ...]:
    """Return what the zygote needs and this system lacks; nothing where submissions can be confined."""
    missing = [] if sys.platform == "linux" else [levels.LINUX]
    missing += [
        f"{name}.{one}" for name, (module, names) in NEEDED.items() for one in names if not hasattr(module, one)
    ]
    if importlib.util.find_spec("resource") is None:
        missing.append("resource")
    return tuple(missing)


class Program:
    """A worker that was started: its pipes, and what it said of itself."""

    def __init__(self, folders: Sequence[Path], keep: int) -> None:
        worker = Path(__file__).parent / "worker"
        # python -S knows no site-packages: numpy's folder is named here, and forgotten once it is loaded
        path = [str(folder) for folder in (folder_of("numpy"), *folders)]
        flags = ["-s", "-S", "-P", "-B", "-X", "utf8"]
        self.process = subprocess.Popen(
            [sys.executable, *flags, str(worker / "__main__.py"), "portable", *path],
            env={name: os.environ[name] for name in INHERITED if name in os.environ} | environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the host; Windows has flags for that
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
            | getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self.requests = Requests(self.process.stdin)
        self.replies = Replies(self.process.stdout)
        self.output = Output(self.process.stderr, keep)
        self.layers: dict[str, str] | None = None  # known once it is ready

    def end(self, seconds: float = 0.0) -> int:
        """End the program, after waiting so long for it to end by itself; return its exit code."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._kill()
        for pipe in (self.requests, self.replies, self.output):
            pipe.close()
        return self.process.wait()

    def _kill(self) -> None:
        if hasattr(os, "killpg"):  # what it has started goes with it
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()


class Workers:
    """The portable workers of a sandbox, in the zygote's place.

    One is started at once. It serves submission after submission, as long as each leaves nothing behind. Once one had
    to be replaced, the next is started beforehand.

    Parameters
    ----------
    folders : sequence of Path
        Folders, beyond numpy's, that allowed modules are imported from.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self.folders = folders
        self.limits = Limits()
        self.config: bytes | None = None
        self.in_use: list[Program] = []
        self.idle = [self._start()]
        self.has_replaced = False

    def configure(self, limits: Limits, imports: Iterable[str] = ()) -> None:
        """Tell the workers what submissions may import and use; before the first `fork`."""
        self.limits = limits
        config = {"imports": sorted(imports), "layers": levels.LAYERS, "result_bytes": limits.result_mib * MIB}
        data = json.dumps(config).encode()
        self.config = len(data).to_bytes(4, "little") + data
        for program in self.idle:
            program.requests.send(self.config)

    def fork(self) -> "PortableChild":
        """Return a child: a worker that is ready and knows of no submission."""
        program = self.idle.pop() if self.idle else self._start()
        self.in_use.append(program)
        if self.has_replaced and not self.idle:
            self.idle.append(self._start())
        child = PortableChild(self, program)
        if program.layers is None:
            try:
                child.wait_until_ready()
            except (Died, TimedOut, Violated):
                raise NotStarted(self._last_words(program)) from None
            program.layers = child.layers
        child.layers = dict(program.layers)
        return child

    def keep(self, program: Program) -> None:
        """Take a worker back that may serve another submission."""
        if program in self.in_use:  # and not ended with all others
            self.in_use.remove(program)
            self.idle.append(program)

    def end(self, program: Program, seconds: float) -> int:
        """End a worker, after waiting so long for it to end by itself; return its exit code."""
        self.in_use = [other for other in self.in_use if other is not program]
        self.has_replaced = True
        return program.end(seconds)

    def close(self) -> None:
        """End all workers."""
        while programs := self.in_use + self.idle:
            self.in_use, self.idle = [], []
            for program in programs:
                program.end()

    def last_words(self) -> str:
        """Say why there is no worker."""
        return "its worker was lost"

    def _start(self) -> Program:
        try:
            program = Program(self.folders, self.limits.output_kib << 10)
        except OSError as error:
            raise OperatorError(f"The sandbox cannot start a process: {error.strerror}.") from None
        if self.config is not None:
            program.requests.send(self.config)
        return program

    def _last_words(self, program: Program) -> str:
        """End a worker that is not ready; return the last line that it printed, or how it ended."""
        text, _ = program.output.read(END_SECONDS)
        code = self.end(program, 0.0)
        return text.decode("utf-8", "replace").strip().rpartition("\n")[2] or f"its worker: {Ending(code)}"


class PortableChild(Child):
    """A worker, while it serves one submission."""

    def __init__(self, workers: Workers, program: Program) -> None:
        super().__init__(workers.limits)
        self.workers = workers
        self.program = program
        self.pid = program.process.pid
        self.is_gone = False
        self.is_asked = False  # and what it prints meanwhile has not been taken
        self.is_clean = True  # nothing is left behind, so the worker can serve another submission

    def wait_until_ready(self) -> None:
        """Read what the worker says of its confinement, unless it has said so."""
        from grader.sandbox.worker import wire

        if self.program.layers is None:
            kind, self.layers = self._receive(time.monotonic() + START_SECONDS, 0, 0)
            if kind != wire.READY:
                raise Violated("the worker spoke before it was ready")

    def request(self, kind: int, value: Any, seconds: float, total: float | None = None) -> tuple[int, Any]:
        """Send a request and return the kind and value of its reply."""
        from grader.sandbox.worker import wire

        was_clean, self.is_clean = self.is_clean, False
        reply, answer = super().request(kind, value, seconds, total)
        if reply == wire.LOADED:
            self.is_clean = was_clean and isinstance(answer, dict) and answer.get("goes_on") is True
        else:
            self.is_clean = was_clean and kind in (wire.CALL, wire.AGAIN)
        return reply, answer

    def close(self) -> Ending:
        """Let the worker serve another submission if this one left nothing behind, else end it."""
        if self.is_clean and not self.program.replies.data:
            self.workers.keep(self.program)
            return Ending(0)
        return Ending(self.workers.end(self.program, END_SECONDS if self.is_gone else 0.0))

    # ---- bytes

    def _drain(self) -> None:
        if self.is_asked:
            self.is_asked = False
            text, nbytes = self.program.output.read(OUTPUT_SECONDS)
            self.printed += text
            self.printed_bytes += nbytes

    def _send(self, data: bytes, deadline: float) -> None:
        from grader.sandbox.worker import wire

        nonce = wire.header(data[: wire.HEADER.size], len(data)).nonce
        self.program.output.begin(wire.end_of_output(nonce), self.limits.output_kib << 10)
        self.is_asked = True
        self.program.requests.send(data)

    def _read(self, nbytes: int, deadline: float) -> bytes:
        try:
            while len(self.incoming) < nbytes:
                self.incoming += self.program.replies.read(nbytes - len(self.incoming), deadline)
        except TimeoutError:
            raise TimedOut from None
        except EOFError:
            self.is_gone = True
            raise Died from None
        data = bytes(self.incoming[:nbytes])
        del self.incoming[:nbytes]
        return data
