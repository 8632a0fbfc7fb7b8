"""What attacks aim at, and how one sees that they hit: canary files, listeners, a process of the grader's user.

A `Scene` is set up once and serves many attacks: whatever an attack did to it is noticed by `harms` and mended.
"""

import contextlib
import ctypes
import hashlib
import os
import re
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

PLACEHOLDERS = (
    *("CANARY", "FOLDER", "TOKEN_LENGTH", "TCP_PORT", "UDP_PORT", "UNIX_PATH", "ABSTRACT"),
    *("HOST_PID", "HOST_ADDRESS", "FORGED"),
)
SET_SUBREAPER = 36  # linux/prctl.h
NOTICED = 8  # so many characters of the token in a row are a leak
PING_SECONDS = 3.0

# The grader's double: a process of its user that holds the token in memory and environment, and works when asked.
DOUBLE = """
import ctypes, hashlib, os, resource, sys
token = ctypes.create_string_buffer(sys.stdin.buffer.readline().strip())
ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1 % 2**64), 0, 0, 0)  # any process may trace it
os.dup2(os.open(sys.argv[1], os.O_RDONLY), 9)
def state():
    kinds = sorted(vars(resource)[name] for name in dir(resource) if name.startswith("RLIMIT_"))
    limits = [resource.getrlimit(kind) for kind in kinds]
    with open("/proc/self/oom_score_adj") as score:
        facts = limits, os.nice(0), os.sched_getaffinity(0), os.sched_getscheduler(0), score.read(), token.raw
    return hashlib.sha256(repr(facts).encode()).hexdigest()
print(ctypes.addressof(token), flush=True)
for line in sys.stdin.buffer:
    bytearray(1 << 20)
    print(state(), flush=True)
"""


class Double:
    """A process that stands for the grader, so that an attack on the grader does not take the tests with it.

    Parameters
    ----------
    token : str
        What it holds in its memory and environment.
    canary : Path
        A file that it has open, on descriptor 9.
    """

    def __init__(self, token: str, canary: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", DOUBLE, str(canary)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "CANARY_TOKEN": token},
            process_group=0,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(token.encode() + b"\n")
        self.process.stdin.flush()
        self.pid = self.process.pid
        self.address = int(self._line(30.0))
        self.state = self.ping()

    def ping(self) -> str:
        """Have it work a little; return what it says of itself, nothing if it does not answer."""
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(b"\n")
            self.process.stdin.flush()
        except OSError:
            return ""
        return self._line(PING_SECONDS)

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.communicate()

    def _line(self, seconds: float) -> str:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return self.process.stdout.readline().decode().strip() if ready else ""


class Listeners:
    """Sockets that nobody has a reason to talk to."""

    def __init__(self, folder: Path) -> None:
        self.unix_path = str(folder / "socket")
        self.abstract = secrets.token_hex(8)
        addresses: list[tuple[int, int, object]] = [
            (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            (socket.AF_UNIX, socket.SOCK_STREAM, self.unix_path),
            (socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self.abstract}"),
            (socket.AF_UNIX, socket.SOCK_DGRAM, f"\0{self.abstract}"),
        ]
        self.sockets = []
        for family, kind, address in addresses:
            listener = socket.socket(family, kind)
            listener.bind(address)  # type: ignore[arg-type]
            if kind == socket.SOCK_STREAM:
                listener.listen()
            listener.setblocking(False)
            self.sockets.append(listener)
        os.chmod(self.unix_path, 0o777)
        self.tcp_port, self.udp_port = (listener.getsockname()[1] for listener in self.sockets[:2])

    def were_reached(self) -> bool:
        """Whether anything came since the last look."""
        reached = False
        for listener in self.sockets:
            with contextlib.suppress(BlockingIOError):
                while True:
                    if listener.type == socket.SOCK_STREAM:
                        listener.accept()[0].close()
                    else:
                        listener.recv(1 << 16)
                    reached = True
        return reached

    def close(self) -> None:
        """Stop listening."""
        for listener in self.sockets:
            listener.close()


class Scene:
    """Targets, and eyes on them. Processes that lose their parent come to this one, so that none escapes."""

    def __enter__(self) -> "Scene":
        self.token = secrets.token_hex(16)
        self.forged = float(secrets.randbelow(10**9) + 10**9)  # an answer that no function of ours gives
        self.root = Path(tempfile.mkdtemp(prefix="scene-"))
        os.chmod(self.root, 0o755)
        self.canary = self.root / "expected.json"
        self.canary.write_text(self.token)
        os.chmod(self.canary, 0o644)
        self.folder = self.root / "folder"
        self._fill_folder()
        self.listeners = Listeners(self.root)
        self.seen = self._snapshot()
        self.double = Double(self.token, self.canary)
        os.environ["CANARY_TOKEN"] = self.token  # inherited by whatever is started without care
        self.descriptor = os.open(self.canary, os.O_RDONLY)
        os.set_inheritable(self.descriptor, True)
        self.workplace = Path(tempfile.mkdtemp(prefix="naive-"))
        set_subreaper(True)
        return self

    def __exit__(self, *_: object) -> None:
        set_subreaper(False)
        os.environ.pop("CANARY_TOKEN", None)
        os.close(self.descriptor)
        self.double.close()
        self.listeners.close()
        shutil.rmtree(self.workplace)
        shutil.rmtree(self.root)

    def fill(self, text: str) -> str:
        """Return an attack's text with its placeholders replaced."""
        values = (
            *(self.canary, self.folder, len(self.token), self.listeners.tcp_port, self.listeners.udp_port),
            *(self.listeners.unix_path, self.listeners.abstract, self.double.pid, self.double.address, self.forged),
        )
        for name, value in zip(PLACEHOLDERS, values, strict=True):
            text = text.replace(f"@{name}@", str(value))
        return text

    def leaked(self, data: bytes) -> bool:
        """Whether a piece of the token is in `data`."""
        token = self.token.encode()
        return any(token[at : at + NOTICED] in data for at in range(len(token) - NOTICED + 1))

    def harms(self) -> set[str]:
        """Return what was done to the targets since the last look, and mend them."""
        found = set()
        if self.listeners.were_reached():
            found.add("connected")
        if self._snapshot() != self.seen:
            found.add("wrote")
            self._fill_folder()
            self.seen = self._snapshot()
        state = self.double.ping()
        if state != self.double.state:
            found.add("changed" if state else "crashed")
            self.double.close()
            self.double = Double(self.token, self.canary)
        return found

    def _fill_folder(self) -> None:
        for path in self.root.iterdir():
            if path.name not in ("socket", "expected.json"):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        self.canary.unlink(missing_ok=True)
        self.canary.write_text(self.token)
        os.chmod(self.canary, 0o644)
        (self.folder / "notes").mkdir(parents=True)
        for name in ("gradebook.csv", "notes/report.json"):
            (self.folder / name).write_text(f"{name}\n" * 10)
            os.chmod(self.folder / name, 0o666)
        for folder in (self.folder, self.folder / "notes"):
            os.chmod(folder, 0o777)

    def _snapshot(self) -> dict[str, object]:
        """Return all that can be known of the files but when they were read."""
        facts: dict[str, object] = {}
        for path in sorted([self.root, *self.root.rglob("*")]):
            about = path.lstat()
            content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            try:
                attributes: Iterable[str] = os.listxattr(path, follow_symlinks=False)
            except OSError:
                attributes = ()
            numbers = (about.st_mode, about.st_uid, about.st_gid, about.st_size, about.st_mtime_ns, about.st_nlink)
            facts[str(path)] = (*numbers, about.st_ino, content, tuple(sorted(attributes)))
        return facts


# ------------------------------------------------------------------------------------ processes


def set_subreaper(on: bool) -> None:
    """Become, or no longer be, the parent of every orphan among this process's descendants."""
    ctypes.CDLL(None).prctl(SET_SUBREAPER, ctypes.c_ulong(on), 0, 0, 0)


def processes() -> dict[int, tuple[int, str, int]]:
    """Return parent, state and start time of every process, by pid."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as stat:
                fields = re.split(r" ", stat.read().rpartition(") ")[2])
                found[int(entry)] = (int(fields[1]), fields[0], int(fields[19]))
    return found


def descendants(of: int) -> set[int]:
    """Return the living processes that a process started, and those that they started; zombies are dead."""
    table = processes()
    tree = {of}
    while more := {pid for pid, (parent, _, _) in table.items() if parent in tree} - tree:
        tree |= more
    return {pid for pid in tree - {of} if table[pid][1] != "Z"}


def survivors(expected: set[int], seconds: float = 0.5) -> set[int]:
    """Return the descendants of this process beyond those expected, after they had time to go; end them."""
    deadline = time.monotonic() + seconds
    while left := seen_in_a_few_looks(expected):
        if time.monotonic() >= deadline:
            break
        time.sleep(0.02)
    remaining = left
    while remaining:
        for pid in remaining:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in remaining:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)
        remaining = seen_in_a_few_looks(expected)
    return left


def seen_in_a_few_looks(expected: set[int]) -> set[int]:
    """Return the unexpected descendants of the first look that shows some; who forks all the time may miss one."""
    return next((left for _ in range(6) if (left := descendants(os.getpid()) - expected)), set())
