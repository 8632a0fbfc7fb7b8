"""The host believes a child only what answers its own request, in time. Here the child is a test."""

import contextlib
import os
import signal
import socket
import sys
import threading
import types
from collections.abc import Callable, Iterable, Iterator

import pytest

from grader.model import Limits
from grader.sandbox import child as conversation
from grader.sandbox import host
from grader.sandbox.child import Died, TimedOut, Violated, signal_name
from grader.sandbox.host import Confinement, ForkedChild, Zygote
from grader.sandbox.levels import LAYERS
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.worker import wire

pytestmark = pytest.mark.confined

NONCE = 7


class NoZygote:
    """Stands in for the zygote: limits, and nobody to kill."""

    limits = Limits(output_kib=1)

    def end(self, pid: int) -> tuple[int, float]:
        return 0, 0.0


@pytest.fixture
def pair() -> Iterator[tuple[ForkedChild, socket.socket, int]]:
    ours, theirs = socket.socketpair()
    output, their_output = os.pipe()
    child = ForkedChild(NoZygote(), os.getpid(), None, ours, output)
    yield child, theirs, their_output
    theirs.close()
    os.close(their_output)
    child.close()


def answer(theirs: socket.socket, reply: Callable[[wire.Header], bytes]) -> None:
    """Read one request and write what `reply` makes of its header."""

    def serve() -> None:
        data = b""
        with contextlib.suppress(OSError):  # the test is over
            while len(data) < wire.HEADER.size:
                if not (part := theirs.recv(4096)):
                    return
                data += part
            theirs.sendall(reply(wire.header(data[: wire.HEADER.size], 1 << 20)))

    threading.Thread(target=serve).start()


def test_a_reply_repeats_sequence_and_nonce(pair) -> None:
    child, theirs, _ = pair
    answer(theirs, lambda head: wire.frame(wire.RETURNED, head.sequence, head.nonce, 5))
    assert child.request(wire.CALL, None, 2) == (wire.RETURNED, 5)


@pytest.mark.parametrize("wrong", ["sequence", "nonce"])
def test_a_reply_to_another_request_is_refused(pair, wrong: str) -> None:
    child, theirs, _ = pair
    shift = {"sequence": (1, 0), "nonce": (0, 1)}[wrong]
    answer(theirs, lambda h: wire.frame(wire.RETURNED, h.sequence + shift[0], (h.nonce + shift[1]) % 2**64, 5))
    with pytest.raises(Violated, match="answers no request"):
        child.request(wire.CALL, None, 2)


def test_bytes_behind_a_reply_end_the_next_request(pair) -> None:
    child, theirs, _ = pair
    answer(theirs, lambda head: wire.frame(wire.RETURNED, head.sequence, head.nonce, 5) + b"more")
    child.request(wire.CALL, None, 2)
    answer(theirs, lambda head: wire.frame(wire.RETURNED, head.sequence, head.nonce, 6))
    with pytest.raises(Violated):
        child.request(wire.CALL, None, 2)


def test_a_frame_over_the_limit_is_refused_before_it_is_read(pair) -> None:
    child, theirs, _ = pair
    answer(theirs, lambda head: wire.HEADER.pack(wire.MAGIC, wire.RETURNED, head.sequence, head.nonce, 2**40))
    with pytest.raises(Violated, match="over the limit"):
        child.request(wire.CALL, None, 2)


class Clock:
    """Time that passes where the host would wait, and frames that come one second apart."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, theirs: socket.socket, frames: Iterable[bytes]) -> None:
        self.seconds, self.theirs, self.frames = 0.0, theirs, iter(frames)
        for module in (conversation, host):
            monkeypatch.setattr(module, "time", types.SimpleNamespace(monotonic=lambda: self.seconds))
        monkeypatch.setattr(host, "select", types.SimpleNamespace(poll=lambda: self, POLLIN=1, POLLOUT=4))
        monkeypatch.setattr(conversation, "secrets", types.SimpleNamespace(randbits=lambda bits: NONCE))

    def register(self, what: socket.socket | int, events: int) -> None:
        if isinstance(what, socket.socket):
            self.channel = what.fileno()

    def poll(self, milliseconds: float) -> list[tuple[int, int]]:
        frame = next(self.frames, b"") if milliseconds > 1000 else b""
        self.seconds += 1 if frame else milliseconds / 1000
        self.theirs.sendall(frame)
        return [(self.channel, 1)] if frame else []


def test_half_a_frame_is_waited_for_and_no_longer_than_the_deadline(pair, monkeypatch) -> None:
    child, theirs, _ = pair
    clock = Clock(monkeypatch, theirs, [wire.frame(wire.RETURNED, 1, NONCE, 5)[:-1]])
    with pytest.raises(TimedOut):
        child.request(wire.CALL, None, 20)
    assert clock.seconds == 20


def test_news_of_loading_starts_the_clock_anew_but_not_for_ever(pair, monkeypatch) -> None:
    child, theirs, _ = pair
    clock = Clock(monkeypatch, theirs, [wire.frame(wire.PROGRESS, 1, NONCE, f"line {line}") for line in range(50)])
    with pytest.raises(TimedOut):
        child.request(wire.LOAD, None, 3, total=20)
    assert (clock.seconds, child.current) == (20, "line 18")


def test_a_closed_channel_is_a_death(pair) -> None:
    child, theirs, _ = pair
    theirs.shutdown(socket.SHUT_RDWR)
    with pytest.raises(Died):
        child.request(wire.CALL, None, 2)


def test_printed_text_belongs_to_its_request(pair) -> None:
    child, theirs, output = pair
    os.write(output, b"before")
    answer(theirs, lambda head: wire.frame(wire.RETURNED, head.sequence, head.nonce, os.write(output, b"during")))
    child.request(wire.CALL, None, 2)
    assert bytes(child.printed) == b"during"
    answer(theirs, lambda head: wire.frame(wire.RETURNED, head.sequence, head.nonce, os.write(output, b"x" * 5000)))
    child.request(wire.CALL, None, 2)
    assert (len(child.printed), child.printed_bytes) == (1024, 5000)


def test_every_signal_has_some_name() -> None:
    assert signal_name(signal.SIGSEGV) == "SIGSEGV"
    assert signal_name(40) == "40"


def test_a_zygote_that_is_stopped_is_replaced_in_seconds() -> None:
    with Sandbox(frozenset(LAYERS) - {"bubblewrap"}) as sandbox:  # whose process would be the one that is stopped
        sandbox.configure(Limits())
        sandbox.fork().close()
        os.kill(sandbox.zygote.process.pid, signal.SIGSTOP)
        stopped = sandbox.zygote
        assert stopped.control.gettimeout() == host.ORDER_SECONDS
        sandbox.fork().close()
        assert sandbox.zygote is not stopped


def test_closing_ends_every_child() -> None:
    zygote = Zygote(Confinement())
    zygote.configure(Limits())
    child = zygote.fork()
    child.wait_until_ready()
    assert child.pidfd is not None
    signal.pidfd_send_signal(child.pidfd, 0)
    zygote.close()
    with pytest.raises(ProcessLookupError):
        signal.pidfd_send_signal(child.pidfd, 0)
    child.channel.close()


# --------------------------------------------------------------------------- bytecode


def test_bytecode_is_kept_once_and_again_after_a_change(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    source = tmp_path / "inner" / "module.py"
    source.parent.mkdir()
    source.write_text("x = 1\n")
    host.keep_bytecode(tmp_path)
    (kept,) = tmp_path.rglob("*.pyc")
    first = kept.stat().st_mtime_ns
    host.keep_bytecode(tmp_path)
    assert kept.stat().st_mtime_ns == first
    source.write_text("x = 2\n")
    os.utime(source, (kept.stat().st_mtime + 5, kept.stat().st_mtime + 5))
    host.keep_bytecode(tmp_path)
    assert kept.stat().st_mtime_ns > first


def test_no_bytecode_is_kept_where_nobody_wants_it_or_may_write(tmp_path, monkeypatch) -> None:
    (tmp_path / "module.py").write_text("x = 1\n")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    host.keep_bytecode(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "__pycache__").write_text("in the way of a folder")
    host.keep_bytecode(tmp_path)
    assert not list(tmp_path.rglob("*.pyc"))
