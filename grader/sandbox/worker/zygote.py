"""The zygote: a program that forks children, kills them and reaps them, and runs nothing of theirs.

It is started by `__main__`. It imports what students may use and reads a configuration (u32 length, JSON) from the
control socket. From then on it takes five-byte orders on that socket: ``F`` fork (two descriptors travel along: the
child's channel and its output pipe), ``E`` end the child with this pid. It answers ``C pid``, with a descriptor of the
process where the kernel has such, and ``X pid status milliseconds``. When the host goes away it kills its children
and leaves.
"""

import contextlib
import functools
import gc
import json
import os
import signal
import socket
import sys
from typing import Any

from . import system
from .channel import Channel
from .child import Child, serve
from .confinement import Confinement
from .older import join_core
from .preparation import close_imports, warm_up
from .rehearsal import TIMES, rehearse
from .wire import ANSWER, ORDER

OUTPUT, CHANNEL = 1, 3  # the child's descriptors: 0 nothing to read, 1 and 2 the output pipe, 3 the channel
UNUSED_SECONDS = 900  # for which it waits until it is wanted: it may have been started for later
FEW = 2  # rehearsals for a few children; after a single one, memory still depends on where the system put it


def main(control: socket.socket) -> None:
    """Import what students may use, then serve orders until the host closes the socket."""
    warm_up()
    signal.alarm(UNUSED_SECONDS)
    config = json.loads(exactly(control, int.from_bytes(exactly(control, 4), "little")))
    signal.alarm(0)
    for name in config["imports"]:
        __import__(name)
    join_core()
    close_imports(config["imports"])
    # A whole rehearsal saves a class more than it takes. It comes before the first child: what a program sees of its
    # memory, such as the order of a set of objects, is then the same in the first child and in the last.
    get_warm(config, TIMES if config["is_for_many"] else FEW)
    confinement = Confinement(config)
    children: set[int] = set()
    try:
        control.sendall(b"R")
        take_orders(control, children, config, confinement)
    except ConnectionError:
        pass  # the host is gone
    except OSError as error:  # a limit on processes, say: the host shows this line
        sys.exit(error.strerror)
    finally:
        for pid in list(children):
            children.discard(pid)
            end(pid, children)


def take_orders(control: socket.socket, children: set[int], config: dict[str, Any], confinement: Confinement) -> None:
    """Fork and end children as the host asks, until it closes the socket."""
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, ORDER.size, 2)
        if len(data) < ORDER.size:
            return
        order, pid = ORDER.unpack(data)
        if order == b"F":
            pid = fork(control, descriptors, config, confinement)
            children.add(pid)
            send_handle(control, pid)
        elif order == b"E" and pid in children:
            children.discard(pid)
            status, milliseconds = end(pid, children)
            control.sendall(ANSWER.pack(b"X", pid, status, milliseconds))


def get_warm(config: dict[str, Any], times: int) -> None:
    """Do so often what every child does first, and let memory be shared with the children as it then is."""
    rehearse(Child, config, times)
    gc.collect()
    gc.freeze()  # the children's collector leaves our objects, and so the shared pages, alone
    system.join_pages()


def exactly(control: socket.socket, nbytes: int) -> bytes:
    """Read so many bytes from the control socket; leave when the host is gone."""
    data = b""
    while len(data) < nbytes:
        part = control.recv(nbytes - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def send_handle(control: socket.socket, pid: int) -> None:
    """Answer that a child was started; with a descriptor of it, unless the kernel is too old to give one."""
    answer = ANSWER.pack(b"C", pid, 0, 0)
    try:
        handle = os.pidfd_open(pid)
    except (AttributeError, OSError):
        control.sendall(answer)
        return
    socket.send_fds(control, [answer], [handle])
    os.close(handle)


def fork(control: socket.socket, descriptors: list[int], config: dict[str, Any], confinement: Confinement) -> int:
    """Start a child that serves the two descriptors; return its pid."""
    confinement.forked += 1  # another user for each
    pid = os.fork()
    if pid:
        for descriptor in descriptors:
            os.close(descriptor)
        return pid
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDONLY)
        channel, output = descriptors
        wanted = [null, output, output, channel]
        if confinement.ruleset is not None:
            wanted.append(confinement.ruleset)
            confinement.ruleset = len(wanted) - 1
        for high, descriptor in enumerate([os.dup2(old, 60 + place) for place, old in enumerate(wanted)]):
            os.dup2(descriptor, high)
        control.detach()
        os.closerange(len(wanted), 4096)
        serve(functools.partial(Child, config), confinement.apply(), Channel(CHANNEL, CHANNEL, OUTPUT))
    finally:
        os._exit(70)


def end(pid: int, children: set[int]) -> tuple[int, int]:
    """Kill a child and whatever it started; return its wait status, and its processor time in milliseconds."""
    for kill in (os.kill, os.killpg):
        with contextlib.suppress(OSError):
            kill(pid, signal.SIGKILL)
    _, status, used = os.wait4(pid, 0)
    while strays := orphans() - children:  # an orphan that dies leaves its own children to us
        for stray in strays:
            with contextlib.suppress(OSError):
                os.kill(stray, signal.SIGKILL)
                os.waitpid(stray, 0)
    return status, min(int((used.ru_utime + used.ru_stime) * 1000), 2**32 - 1)


def orphans() -> set[int]:
    """Return the zygote's children; those it did not fork were left to it by the process that did."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", "rb") as listed:
            return {int(pid) for pid in listed.read().split()}
    except OSError:
        return set()
