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
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grader.errors import OperatorError
from grader.model import Limits

ENVIRONMENT = {
    "PYTHONHASHSEED": "0",  # the same order of sets, so the same report, every time
    "OPENBLAS_NUM_THREADS": "1",  # a second BLAS thread would hang in forked children
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
}
ORDER_SECONDS = 2.0  # for a fork or a kill; a zygote that takes longer was stopped or lost
START_SECONDS = 30.0  # for an interpreter and numpy, on a machine that is busy
READY_SECONDS = 10.0
MIB = 1 << 20


class TimedOut(Exception):
    """The child did not answer in time."""


class Died(Exception):
    """The child is gone; the message says how."""


class Violated(Exception):
    """The child wrote something that is no answer."""


class ZygoteLost(Exception):
    """The zygote itself is gone: the child's work is lost, and a new zygote is due."""


class Zygote:
    """The process that all children are forked from.

    The interpreter starts at once and loads numpy while the host does the same; so it is there before
    any answer is. What an assignment needs follows with `configure`; the first `fork` waits for it.
    """

    def __init__(self) -> None:
        # python -S knows no site-packages: numpy's folder is named here, and forgotten once it is loaded
        numpy = importlib.util.find_spec("numpy")
        if numpy is None or numpy.origin is None:
            raise OperatorError("numpy is not installed beside the grader; install it and try again")
        path = [str(Path(__file__).parent), str(Path(numpy.origin).parent.parent)]
        program = str(Path(__file__).with_name("worker.py"))
        self.control, there = socket.socketpair()
        with there:
            self.process = subprocess.Popen(
                [sys.executable, "-s", "-S", "-P", "-B", program, str(there.fileno()), *path],
                pass_fds=[there.fileno()],
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # nothing of a child may reach ours through its parent's
                stderr=subprocess.PIPE,  # only read when it does not start
                cwd="/",
            )
        self.limits = Limits()
        self.started = False

    def configure(self, limits: Limits, imports: Iterable[str] = ()) -> None:
        """Tell the zygote what children may import and use; before the first `fork`."""
        self.limits = limits
        config = {
            "imports": sorted(imports),
            "memory_mib": limits.memory_mib,
            "cpu_seconds": int(limits.exercise_seconds * 2) + 2,
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
            _, pid, _ = self._answer()
        except (OSError, ZygoteLost):
            ours.close()
            os.close(output)
            raise ZygoteLost from None
        finally:
            theirs.close()
            os.close(their_output)
        return Child(self, pid, ours, output)

    def end(self, pid: int) -> int:
        """Kill a child and all of its process group; return its wait status."""
        try:
            self.control.sendall(b"E" + pid.to_bytes(4, "little"))
            return self._answer()[2]
        except OSError:
            raise ZygoteLost from None

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

    def _wait_for_start(self) -> None:
        self.control.settimeout(START_SECONDS)
        try:
            self.started = self.control.recv(1) == b"R"
            self.control.settimeout(ORDER_SECONDS)
        except OSError:
            self.started = False
        if not self.started:
            self.process.kill()
            last = self.process.communicate()[1].decode("utf-8", "replace").strip().rpartition("\n")[2]
            self.close()
            raise OperatorError(f"the sandbox did not start ({last or 'no answer'}); run `grader doctor` and report it")

    def _answer(self) -> tuple[bytes, int, int]:
        from grader.sandbox.wire import ANSWER

        data = b""
        while len(data) < ANSWER.size:
            part = self.control.recv(ANSWER.size - len(data))
            if not part:
                raise ZygoteLost
            data += part
        kind, pid, status = ANSWER.unpack(data)
        return kind, pid, status


def open_pid(pid: int) -> int | None:
    """Return a descriptor that names a process even when its parent is gone; None where there is none."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):  # not Linux; or gone already
        return None


def signal_name(number: int) -> str:
    """Return SIGSEGV for 11; a real-time signal has no name of its own."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


class Child:
    """One forked process that runs one submission for one exercise."""

    def __init__(self, zygote: Zygote, pid: int, channel: socket.socket, output: int) -> None:
        self.zygote = zygote
        self.pid = pid
        self.pidfd = open_pid(pid)
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
        from grader.sandbox import wire

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
        from grader.sandbox import wire

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

    def close(self) -> str:
        """End the process; return how it ended, for people."""
        self.channel.close()
        try:
            status = self.zygote.end(self.pid)
        except ZygoteLost:
            self._kill_orphan()
            raise
        finally:
            os.close(self.output)
            if self.pidfd is not None:
                os.close(self.pidfd)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) != signal.SIGKILL:
            return f"it was ended by signal {signal_name(os.WTERMSIG(status))}"
        if os.WIFEXITED(status):
            return f"it ended itself with exit code {os.WEXITSTATUS(status)}"
        return "it was killed"

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
        from grader.sandbox import wire

        try:
            head = wire.header(self._read(wire.HEADER.size, deadline), (self.zygote.limits.result_mib + 1) * MIB)
            if (head.sequence, head.nonce) != (sequence, nonce):
                raise Violated("a frame that answers no request")
            return head.kind, wire.decode(self._read(head.nbytes, deadline))
        except wire.ProtocolError as error:
            raise Violated(str(error)) from None
