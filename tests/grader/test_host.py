"""The host believes a child only what answers its own request, in time. Here the child is a test."""

import contextlib
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from grader.model import Limits
from grader.sandbox.host import Child, Confinement, Died, TimedOut, Violated, Zygote, signal_name
from grader.sandbox.runner import Sandbox
from grader.sandbox.worker import wire


class NoZygote:
    """Stands in for the zygote: limits, and nobody to kill."""

    limits = Limits(output_kib=1)

    def end(self, pid: int) -> tuple[int, float]:
        return 0, 0.0


@pytest.fixture
def pair() -> Iterator[tuple[Child, socket.socket, int]]:
    ours, theirs = socket.socketpair()
    output, their_output = os.pipe()
    child = Child(NoZygote(), os.getpid(), None, ours, output)
    yield child, theirs, their_output
    theirs.close()
    os.close(their_output)
    child.close()


def answer(theirs: socket.socket, reply: Callable[[wire.Header], bytes]) -> None:
    """Read one request and write what `reply` makes of its header."""

    def serve() -> None:
        data = b""
        while len(data) < wire.HEADER.size:
            data += theirs.recv(4096)
        with contextlib.suppress(OSError):  # the test is over
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


def test_half_a_frame_is_waited_for_and_no_longer_than_the_deadline(pair) -> None:
    child, theirs, _ = pair
    answer(theirs, lambda head: wire.frame(wire.RETURNED, head.sequence, head.nonce, 5)[:-1])
    start = time.monotonic()
    with pytest.raises(TimedOut):
        child.request(wire.CALL, None, 0.2)
    assert time.monotonic() - start < 1


def test_news_of_loading_starts_the_clock_anew_but_not_for_ever(pair) -> None:
    child, theirs, _ = pair

    def slow(head: wire.Header) -> bytes:
        for line in range(50):
            time.sleep(0.05)
            theirs.sendall(wire.frame(wire.PROGRESS, head.sequence, head.nonce, f"line {line}"))
        return b""

    answer(theirs, slow)
    start = time.monotonic()
    with pytest.raises(TimedOut):
        child.request(wire.LOAD, None, 0.3, total=0.6)
    assert 0.5 < time.monotonic() - start < 1.5
    assert child.current.startswith("line ")


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
    with Sandbox() as sandbox:
        sandbox.configure(Limits())
        sandbox.fork().close()
        os.kill(sandbox.zygote.process.pid, signal.SIGSTOP)
        start = time.monotonic()
        sandbox.fork().close()
        assert time.monotonic() - start < 10


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
