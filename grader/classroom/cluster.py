"""A Dask cluster that performs work: the same pieces as the pool's, the same results, byte for byte.

In: work, drawn as it is needed.  Out: the same work, done, in any order; None now and then. A worker of the cluster
that is lost has its work done by another: Dask sees to that, and gives up a piece of work that several were lost with.
"""

import contextlib
import logging
import queue
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from typing import Any

from grader.classroom.order import Order, planned
from grader.classroom.work import Bench, Done, Work, broken
from grader.errors import AuthorError, OperatorError
from grader.gradebook.book import version
from grader.grading.grade import Plan
from grader.model import Level
from grader.sandbox.sandbox import Sandbox

AHEAD = 3  # pieces of work for each thread of the cluster
TICK = 0.2
CONNECT_SECONDS, WORKER_SECONDS = 15, 60
TO_INSTALL = "the cluster needs Dask here too: pip install 'convgrader[cluster]'"

_here = threading.local()  # in a worker: the bench of the order that this thread performs


class Cluster:
    """A Dask cluster.

    Parameters
    ----------
    address : str
        Its scheduler's: ``HOST:PORT``, or a URL such as ``tls://HOST:PORT``.
    order : Order
    plan, digests, level
        What it takes to write a report on work that is given up.

    Raises
    ------
    OperatorError
        If there is no scheduler, no worker, or another version of the grader on one.
    """

    def __init__(self, address: str, order: Order, plan: Plan, digests: Mapping[str, str], level: Level) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise OperatorError(TO_INSTALL) from None
        be_quiet()
        self.address, self.order, self.plan, self.digests, self.level = address, order, plan, digests, level
        try:
            connect: Any = Client  # without types
            self.client = connect(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise OperatorError(
                f"no Dask scheduler answers at {address} ({error}); start one with `dask scheduler`"
            ) from None
        try:
            self._look_at_workers()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> "Cluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the scheduler, which may be gone."""
        with contextlib.suppress(Exception):
            self.client.close(timeout=5)

    def _look_at_workers(self) -> None:
        try:
            self.client.wait_for_workers(1, timeout=WORKER_SECONDS)
        except TimeoutError:
            raise OperatorError(
                f"the scheduler at {self.address} has no worker; start some with `dask worker {self.address}`"
            ) from None
        try:
            found = self.client.run(version)
        except Exception as error:
            raise OperatorError(
                f"a worker of {self.address} cannot run this grader ({error}); install it there"
            ) from None
        others = {worker: one for worker, one in found.items() if one != version()}
        if others:
            worker, other = next(iter(others.items()))
            raise OperatorError(f"the worker {worker} has grader {other}, and here is {version()}; install the same")

    def perform(self, works: Iterable[Work]) -> Iterator[Done | None]:
        """Yield work as it is done; None when nothing was for a moment.

        Raises
        ------
        OperatorError
            If the scheduler is lost, or a worker's sandbox cannot start.
        """
        order = self.client.submit(_same, self.order, key=f"grader-order-{self.order.id}", pure=True)
        source = iter(works)
        finished: queue.SimpleQueue[Any] = queue.SimpleQueue()
        running: dict[str, Work] = {}
        is_over = False
        while True:
            while not is_over and len(running) < max(1, self._threads()) * AHEAD:
                work = next(source, None)
                if work is None:
                    is_over = True
                    break
                running[self._submit(order, work, finished)] = work
            if is_over and not running:
                return
            try:
                future = finished.get(timeout=TICK)
            except queue.Empty:
                if self.client.status not in ("running", "newly-created"):
                    raise self._lost() from None
                yield None
                continue
            yield self._result(future, running.pop(future.key))

    def _submit(self, order: Any, work: Work, finished: "queue.SimpleQueue[Any]") -> str:
        """Hand work to the scheduler; return its key, under which it comes back."""
        try:
            future = self.client.submit(perform, order, work, key=f"grader-{self.order.id}-{id(self)}-{work.number}")
        except (OSError, RuntimeError):
            raise self._lost() from None
        future.add_done_callback(finished.put)
        return str(future.key)

    def _threads(self) -> int:
        workers = self.client.scheduler_info()["workers"]  # once: between two looks a worker may come or go
        return sum(worker["nthreads"] for worker in workers.values())

    def _result(self, future: Any, work: Work) -> Done:
        from distributed.scheduler import KilledWorker

        if future.status == "cancelled":
            raise self._lost()
        try:
            error = future.exception() if future.status == "error" else None
            if error is None:
                done: Done = future.result()
                return done
        except (OSError, TimeoutError, CancelledError):  # it was done, and cannot be fetched any more
            raise self._lost() from None
        if isinstance(error, OperatorError):
            raise OperatorError(f"on a worker of the cluster: {error}")
        if isinstance(error, KilledWorker):
            return broken(work, self.plan, self.digests, self.level, error)
        raise OperatorError(f"a worker of {self.address} cannot grade: {type(error).__name__}: {error}")

    def _lost(self) -> OperatorError:
        return OperatorError(
            f"the scheduler at {self.address} is gone. What was graded up to then is in the gradebook; run again."
        )


def be_quiet() -> None:
    """Keep Dask from logging: what goes wrong is said in a sentence, once."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


# ------------------------------------------------------------------------------- on a worker


def _same(order: Order) -> Order:
    """Return the order. A task of its own: the cluster keeps it, and makes it again where a worker was lost with it."""
    return order


def perform(order: Order, work: Work) -> Done:
    """Perform a piece of work, on a bench that this thread keeps for the next."""
    bench: Bench | None = getattr(_here, order.id, None)
    if bench is None:
        for old in vars(_here).copy():
            getattr(_here, old).sandbox.zygote.close()
            delattr(_here, old)
        bench = bench_of(order)
        setattr(_here, order.id, bench)
    return bench.perform(work)


def bench_of(order: Order) -> Bench:
    """Start a sandbox, then draw the cases."""
    from grader.classroom.digests import digests

    sandbox = Sandbox(order.layers, order.landlock_abi, is_for_many=True)
    try:
        plan = planned(order)
        sandbox.configure(plan.assignment.limits, plan.assignment.imports, order.wanted)
        return Bench(plan=plan, dialect=order.dialect, digests=digests(plan, order.dialect), sandbox=sandbox)
    except AuthorError as error:
        sandbox.zygote.close()
        raise OperatorError(str(error)) from None
    except BaseException:
        sandbox.zygote.close()
        raise
