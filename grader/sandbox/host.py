"""The trusted side: starts the zygote, and moves bytes to and from its children before their deadlines.

What a child sends is data about the student's own work and nothing else; whatever breaks the
protocol ends the child. The zygote is a separate program, so no answer is ever in its memory.
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
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

from grader.errors import OperatorError
from grader.model import Limits
from grader.sandbox import bubblewrap, levels, users
from grader.sandbox.child import (
    MIB,
    Child,
    Died,
    Ending,
    NotStarted,
    Packed,
    Sent,
    TimedOut,
    Violated,
    ZygoteLost,
    signal_name,
)
from grader.sandbox.cutting import Cutter

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
PART = 1 << 14  # bytes that are read at once, several replies among them
OPEN_FILES = 64  # descriptors of a child; numpy and a traceback need a handful


def keep_bytecode(folder: Path) -> None:
    """Let Python keep the bytecode of a folder's modules, as it does of all that a program imports.

    The zygote writes no files, so without this it would compile the worker's modules at every start, which takes a
    tenth of a second. An installed wheel has them compiled. Python itself tells whether bytecode is of today's source.
    """
    if sys.dont_write_bytecode:
        return
    for source in folder.rglob("*.py"):
        kept = Path(cache_from_source(str(source)))
        with contextlib.suppress(OSError):  # an installation that nobody may write to
            if not kept.exists() or kept.stat().st_mtime < source.stat().st_mtime:
                import py_compile

                py_compile.compile(str(source), doraise=True)


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
    is_for_many : bool
        Whether it is worth its time to do often, before the first child, what every child does first.
    """

    def __init__(self, confinement: Confinement, folders: Sequence[Path] = (), *, is_for_many: bool = False) -> None:
        self.confinement = confinement
        self.is_for_many = is_for_many
        self.users = users.Share()
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
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # nothing of a child may reach ours through its parent's
                stderr=subprocess.PIPE,  # only read when it does not start
                cwd="/",
            )
        keep_bytecode(worker)  # for the next zygote, while this one starts
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
            "is_for_many": self.is_for_many,
            "users": (self.users.first, users.EACH),
            "memory_mib": limits.memory_mib,
            "cpu_seconds": limits.cpu_seconds,
            "open_files": OPEN_FILES,
            "result_bytes": limits.result_mib * MIB,
        }
        data = json.dumps(config).encode()
        with contextlib.suppress(OSError):  # if it is gone already, the first fork says so
            self.control.sendall(len(data).to_bytes(4, "little") + data)

    def fork(self) -> "ForkedChild":
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
        return ForkedChild(self, pid, self.handles.pop() if self.handles else None, ours, output)

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
        self._wait_for_end()
        self.users.give_back()

    def _wait_for_end(self) -> None:
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


def environment() -> dict[str, str]:
    """Return the environment of a program that runs submissions."""
    return ENVIRONMENT | {name: os.environ[name] for name in ARITHMETIC if name in os.environ}


def has_handles() -> bool:
    """Whether the kernel gives descriptors of processes, by which a child can be ended when the zygote is lost."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


def folder_of(module: str) -> Path:
    """Return the folder that a module is imported from."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise OperatorError(f"{module} is not installed beside the grader; install it and try again")
    origin = Path(spec.origin)
    return origin.parent.parent if spec.submodule_search_locations else origin.parent


class ForkedChild(Child):
    """One forked process that runs one submission for one exercise."""

    def __init__(self, zygote: Zygote, pid: int, pidfd: int | None, channel: socket.socket, output: int) -> None:
        super().__init__(zygote.limits)
        self.zygote = zygote
        self.pid = pid  # as the zygote counts
        self.pidfd = pidfd
        self.channel = channel
        self.output = output
        self.output_open = True
        self.cutter = Cutter(zygote.limits.output_kib << 10)
        self.counted: int | None = None
        channel.setblocking(False)
        os.set_blocking(output, False)

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
            for descriptor in (self.pidfd, self.counted):
                if descriptor is not None:
                    os.close(descriptor)
        return Ending(os.waitstatus_to_exitcode(status), seconds)

    def spent(self) -> tuple[float, float] | None:
        """Return what the kernel counts, in nanoseconds: whoever else works on the machine does not lengthen it.

        A child has one thread. Its number is the kernel's, since the zygote may count in a namespace of its own.
        """
        try:
            if self.counted is None:
                self.counted = self._open_counted()
            ran, waited, _ = os.pread(self.counted, 100, 0).split()
            return int(ran) / 1e9, int(waited) / 1e9
        except (OSError, ValueError, StopIteration):
            return None

    def _open_counted(self) -> int:
        """Open the file in which the kernel counts for this process; it stays open, as it is read at every call."""
        if self.pidfd is None:
            raise ProcessLookupError
        with open(f"/proc/self/fdinfo/{self.pidfd}", encoding="ascii") as facts:
            pid = next(int(line.split()[1]) for line in facts if line.startswith("Pid:"))
        return os.open(f"/proc/{pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)

    def _kill_orphan(self) -> None:
        if self.pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)

    # ---- bytes

    def send_ahead(self, kind: int, requests: Sequence[Packed], seconds: float) -> bool:
        """Send requests that `request` is going to ask for in this order."""
        from grader.sandbox.worker.wire import packed_frame

        if not self.ahead:
            self._forget_printed()
            if self.incoming:
                raise Violated("bytes came before they were asked for")
        sent = [Sent(request.value, *self._number()) for request in requests]
        frames = [
            packed_frame(kind, number, nonce, request.payload)
            for (_, number, nonce), request in zip(sent, requests, strict=True)
        ]
        with contextlib.suppress(Died):  # who reads its replies learns in which request it died
            self._send(b"".join(frames), time.monotonic() + seconds)
        self.ahead += sent
        return True

    def _number(self) -> tuple[int, int]:
        from grader.sandbox.worker.wire import end_of_output

        sequence, nonce = super()._number()
        self.cutter.expect(end_of_output(nonce))
        return sequence, nonce

    def _drain(self) -> None:
        """Take what the child printed; keep the first of it and throw the rest away."""
        for _ in range(64):  # not for ever: a child may print faster than this reads
            try:
                part = os.read(self.output, 1 << 16) if self.output_open else b""
            except BlockingIOError:
                return
            if not part:
                self.output_open = False
                return
            self.cutter.take(part)

    def _forget_printed(self) -> None:
        self._drain()
        self.cutter.forget()

    def _take_printed(self) -> None:
        self._drain()
        self.printed, self.printed_bytes = self.cutter.cut()

    def _wait(self, events: int, deadline: float) -> None:
        """Wait until the channel is ready, emptying the output pipe meanwhile: a full one would block the child."""
        poll = select.poll()
        poll.register(self.channel, events)
        if self.output_open:
            poll.register(self.output, select.POLLIN)
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise TimedOut
            ready = dict(poll.poll(remaining * 1000))
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
                part = self.channel.recv(min(max(nbytes - len(self.incoming), PART), 1 << 20))
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
