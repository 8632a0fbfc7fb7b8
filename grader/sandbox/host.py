"""The trusted side: starts the zygote, and talks to its children in frames with deadlines.

In: requests as plain values.  Out: replies as plain values, or `TimedOut`, `Died`, `Violated`.
What a child sends is data about the student's own work and nothing else; whatever breaks the
protocol ends the child. The zygote is a separate program, so no answer is ever in its memory.
"""

import contextlib
import importlib.util
import json
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import OperatorError
from grader.model import Limits
from grader.sandbox import bubblewrap, levels

ENVIRONMENT = {
    "PYTHONHASHSEED": "0",  # the same order of sets, so the same report, every time
    "OPENBLAS_NUM_THREADS": "1",  # a second BLAS thread would hang in forked children
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
}
# What chooses NumPy's kernels and so its last digits: the host works out expected values, and must round alike.
ARITHMETIC = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES")
ORDER_SECONDS = 2.0  # for a fork or a kill; a zygote that takes longer was stopped or lost
START_SECONDS = 30.0  # for an interpreter and numpy, on a machine that is busy
READY_SECONDS = 10.0
MIB = 1 << 20
OPEN_FILES = 64  # descriptors of a child; numpy and a traceback need a handful


class TimedOut(Exception):
    """The child did not answer in time."""


class Died(Exception):
    """The child is gone; the message says how."""


class Violated(Exception):
    """The child wrote something that is no answer."""


class NotStarted(Exception):
    """The zygote did not come up; the message is the last that it said."""


class ZygoteLost(Exception):
    """The zygote itself is gone: the child's work is lost, and a new zygote is due."""


@dataclass(frozen=True)
class Confinement:
    """What to confine children with: all there is, except in tests and where bubblewrap does not start."""

    layers: Collection[str] = levels.LAYERS
    landlock_abi: int | None = None  # the newest to use
    bwrap: str | None = None  # path of bubblewrap


class Zygote:
    """The process that all children are forked from.

    The interpreter starts at once and loads numpy while the host does the same; so it is there before
    any answer is. What an assignment needs follows with `configure`; the first `fork` waits for it.

    Parameters
    ----------
    confinement : Confinement
        What children are to confine themselves with.
    folders : sequence of Path
        Folders, beyond numpy's, that allowed modules are imported from.
    """

    def __init__(self, confinement: Confinement, folders: Sequence[Path] = ()) -> None:
        self.confinement = confinement
        # python -S knows no site-packages: numpy's folder is named here, and forgotten once it is loaded
        packages = [folder_of("numpy"), *folders]
        worker = Path(__file__).parent / "worker"
        command, path = [sys.executable], [str(worker), *map(str, packages)]
        if confinement.bwrap:
            command, path = bubblewrap.wrapped(confinement.bwrap, worker, packages)
        self.control, there = socket.socketpair()
        with there:
            self.process = subprocess.Popen(
                [*command, "-s", "-S", "-P", "-B", f"{path[0]}/__main__.py", str(there.fileno()), *path[1:]],
                pass_fds=[there.fileno()],
                env=ENVIRONMENT | {name: os.environ[name] for name in ARITHMETIC if name in os.environ},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # nothing of a child may reach ours through its parent's
                stderr=subprocess.PIPE,  # only read when it does not start
                cwd="/",
            )
        self.limits = Limits()
        self.started = False
        self.handles: list[int] = []  # descriptors of processes, received and not yet taken

    def configure(self, limits: Limits, imports: Iterable[str] = ()) -> None:
        """Tell the zygote what children may import and use; before the first `fork`."""
        self.limits = limits
        config = {
            "imports": sorted(imports),
            "layers": sorted(self.confinement.layers),
            "landlock_abi": self.confinement.landlock_abi,
            "hidden": bubblewrap.HIDDEN,
            "memory_mib": limits.memory_mib,
            "cpu_seconds": limits.cpu_seconds,
            "open_files": OPEN_FILES,
            "result_bytes": limits.result_mib * MIB,
        }
        data = json.dumps(config).encode()
        with contextlib.suppress(OSError):  # if it is gone already, the first fork says so
            self.control.sendall(len(data).to_bytes(4, "little") + data)

    def fork(self) -> "Child":
        """Return a new child, limited and ready for requests."""
        if not self.started:
            self._wait_for_start()
        ours, theirs = socket.socketpair()
        output, their_output = os.pipe()
        try:
            socket.send_fds(self.control, [b"F\0\0\0\0"], [theirs.fileno(), their_output])
            _, pid, _, _ = self._answer()
        except (OSError, ZygoteLost):
            ours.close()
            os.close(output)
            raise ZygoteLost from None
        finally:
            theirs.close()
            os.close(their_output)
        return Child(self, pid, self.handles.pop() if self.handles else None, ours, output)

    def end(self, pid: int) -> tuple[int, float]:
        """Kill a child and all it started; return its wait status and the processor time it used, in seconds."""
        try:
            self.control.sendall(b"E" + pid.to_bytes(4, "little"))
            _, _, status, milliseconds = self._answer()
        except OSError:
            raise ZygoteLost from None
        return status, milliseconds / 1000

    def close(self) -> None:
        """End the zygote and every child."""
        self.control.close()
        try:
            self.process.wait(1)
        except subprocess.TimeoutExpired:  # stopped, or lost in a child's doing
            self.process.kill()
            self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()

    def last_words(self) -> str:
        """End the zygote; return the last line it wrote, or how it ended."""
        self.control.close()
        try:
            _, errors = self.process.communicate(timeout=1)
        except subprocess.TimeoutExpired:
            self.process.kill()
            _, errors = self.process.communicate()
        line = errors.decode("utf-8", "replace").strip().rpartition("\n")[2]
        code = self.process.returncode
        return line or (f"its zygote was ended by {signal_name(-code)}" if code < 0 else f"its zygote left with {code}")

    def _wait_for_start(self) -> None:
        self.control.settimeout(START_SECONDS)
        try:
            self.started = self.control.recv(1) == b"R"
            self.control.settimeout(ORDER_SECONDS)
        except OSError:
            self.started = False
        if not self.started:
            raise NotStarted(self.last_words())

    def _answer(self) -> tuple[bytes, int, int, int]:
        """Read an answer, and take the descriptor of the process that comes with that to a fork."""
        from grader.sandbox.worker.wire import ANSWER

        data = b""
        while len(data) < ANSWER.size:
            part, descriptors, _, _ = socket.recv_fds(self.control, ANSWER.size - len(data), 1)
            self.handles += descriptors
            if not part:
                raise ZygoteLost
            data += part
        kind, pid, status, milliseconds = ANSWER.unpack(data)
        return kind, pid, status, milliseconds


def folder_of(module: str) -> Path:
    """Return the folder that a module is imported from."""
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        raise OperatorError(f"{module} is not installed beside the grader; install it and try again")
    origin = Path(found.origin)
    return origin.parent.parent if found.submodule_search_locations else origin.parent


def signal_name(number: int) -> str:
    """Return SIGSEGV for 11; a real-time signal has no name of its own."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


@dataclass(frozen=True)
class Ending:
    """How a child ended."""

    status: int  # as wait(2) has it
    cpu_seconds: float

    def was_out_of_time(self, cpu_seconds: int) -> bool:
        """Whether the limit of processor time ended it; a child may ignore the first of its two signals."""
        if not os.WIFSIGNALED(self.status):
            return False
        used_up = os.WTERMSIG(self.status) == signal.SIGKILL and self.cpu_seconds >= cpu_seconds
        return used_up or os.WTERMSIG(self.status) == signal.SIGXCPU

    def __str__(self) -> str:
        """Say it for people."""
        if os.WIFEXITED(self.status):
            return f"it ended itself with exit code {os.WEXITSTATUS(self.status)}"
        if os.WTERMSIG(self.status) == signal.SIGSYS:
            return "it made a system call that no submission may make (SIGSYS)"
        if os.WTERMSIG(self.status) == signal.SIGKILL:
            return "it was killed"
        return f"it was ended by signal {signal_name(os.WTERMSIG(self.status))}"


class Child:
    """One forked process that runs one submission for one exercise."""

    def __init__(self, zygote: Zygote, pid: int, pidfd: int | None, channel: socket.socket, output: int) -> None:
        self.zygote = zygote
        self.pid = pid  # as the zygote counts
        self.pidfd = pidfd
        self.channel = channel
        self.output = output
        self.printed = bytearray()
        self.printed_bytes = 0
        self.output_open = True
        self.sequence = 0
        self.incoming = bytearray()
        self.current = ""  # the statement announced last
        self.layers: dict[str, str] = {}
        channel.setblocking(False)
        os.set_blocking(output, False)

    def wait_until_ready(self) -> None:
        """Read what the child says of its confinement."""
        from grader.sandbox.worker import wire

        kind, self.layers = self._receive(time.monotonic() + READY_SECONDS, 0, 0)
        if kind != wire.READY:
            raise Violated("the child spoke before it was ready")

    def request(self, kind: int, value: Any, seconds: float, total: float | None = None) -> tuple[int, Any]:
        """Send a request and return the kind and value of its reply.

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

        self.sequence += 1
        nonce = secrets.randbits(64)
        self._drain()
        self.printed.clear()  # what was printed before belongs to an earlier request
        self.printed_bytes = 0
        if self.incoming:
            raise Violated("bytes came before they were asked for")
        start = time.monotonic()
        last = start + (seconds if total is None else total)
        self._send(wire.frame(kind, self.sequence, nonce, value), min(start + seconds, last))
        while True:
            reply, answer = self._receive(min(time.monotonic() + seconds, last), self.sequence, nonce)
            if reply != wire.PROGRESS:
                self._drain()
                return reply, answer
            if kind != wire.LOAD:
                raise Violated("news of loading from a call")
            self.current = str(answer)

    def close(self) -> Ending:
        """End the process; return how it ended."""
        self.channel.close()
        try:
            status, seconds = self.zygote.end(self.pid)
        except ZygoteLost:
            self._kill_orphan()
            raise
        finally:
            os.close(self.output)
            if self.pidfd is not None:
                os.close(self.pidfd)
        return Ending(status, seconds)

    def _kill_orphan(self) -> None:
        if self.pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    # ---- bytes

    def _drain(self) -> None:
        """Take what the child printed; keep the first of it and throw the rest away."""
        keep = self.zygote.limits.output_kib << 10
        for _ in range(64):  # not for ever: a child may print faster than this reads
            try:
                part = os.read(self.output, 1 << 16) if self.output_open else b""
            except BlockingIOError:
                return
            if not part:
                self.output_open = False
                return
            self.printed_bytes += len(part)
            self.printed += part[: max(keep - len(self.printed), 0)]

    def _wait(self, events: int, deadline: float) -> None:
        """Wait until the channel is ready, emptying the output pipe meanwhile: a full one would block the child."""
        poll = select.poll()
        poll.register(self.channel, events)
        if self.output_open:
            poll.register(self.output, select.POLLIN)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimedOut
            ready = dict(poll.poll(left * 1000))
            if self.output in ready:
                self._drain()
                if not self.output_open:
                    poll.unregister(self.output)
            if self.channel.fileno() in ready:
                return

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            try:
                view = view[self.channel.send(view[: 1 << 16]) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError:
                raise Died from None

    def _read(self, nbytes: int, deadline: float) -> bytes:
        while len(self.incoming) < nbytes:
            try:
                part = self.channel.recv(min(nbytes - len(self.incoming), 1 << 20))
            except BlockingIOError:
                self._wait(select.POLLIN, deadline)
                continue
            except OSError:
                raise Died from None
            if not part:
                raise Died
            self.incoming += part
        data = bytes(self.incoming[:nbytes])
        del self.incoming[:nbytes]
        return data

    def _receive(self, deadline: float, sequence: int, nonce: int) -> tuple[int, Any]:
        from grader.sandbox.worker import wire

        try:
            head = wire.header(self._read(wire.HEADER.size, deadline), (self.zygote.limits.result_mib + 1) * MIB)
            if (head.sequence, head.nonce) != (sequence, nonce):
                raise Violated("a frame that answers no request")
            return head.kind, wire.decode(self._read(head.nbytes, deadline))
        except wire.ProtocolError as error:
            raise Violated(str(error)) from None
