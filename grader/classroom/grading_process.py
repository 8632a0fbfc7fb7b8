"""A process of the pool: told an order first, then work, until its pipe ends."""

import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection

from grader.sandbox.sandbox import Sandbox

PARENT_SECONDS = 0.5  # between two looks whether the process that started this one is still there


def main(descriptor: int) -> None:
    """Do what comes through a pipe."""
    signal.signal(
        signal.SIGINT, signal.SIG_IGN
    )  # Ctrl-C reaches the whole group; the process that started this one decides
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    channel = Connection(descriptor)
    try:
        serve(channel)
    except (EOFError, OSError):  # nobody is there any more who would read what we do
        os._exit(0)


def end_with(parent: int, ask: Callable[[], object] = lambda: None, grace_seconds: float = 0.0) -> None:
    """Ask this process to end soon after its parent has, and end it then, even while a submission is being graded."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(PARENT_SECONDS)
    ask()
    pause.wait(grace_seconds)
    os._exit(1)


def serve(channel: Connection) -> None:
    """Take an order, and perform work."""
    order = channel.recv()
    with Sandbox(order.layers, order.landlock_abi, is_for_many=True) as sandbox:
        from grader.classroom.digests import digests
        from grader.classroom.order import planned
        from grader.classroom.work import Bench
        from grader.errors import AuthorError, OperatorError

        try:
            plan = planned(order)
            sandbox.configure(plan.assignment.limits, plan.assignment.imports, order.wanted)
            bench = Bench(plan=plan, dialect=order.dialect, digests=digests(plan, order.dialect), sandbox=sandbox)
            channel.send("ready")
            while True:
                channel.send(bench.perform(channel.recv()))
        except AuthorError as error:
            channel.send(OperatorError(str(error)))
        except OperatorError as error:
            channel.send(OperatorError(str(error)))
