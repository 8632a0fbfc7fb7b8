"""What grades an assignment: its order, its cases, and a grading process that waits for the next submission of it.

In: offers and submissions.  Out: values of `grader.classroom`. Here, and nowhere else, a course's seed is read.
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from grader.classroom.digests import digests
from grader.classroom.entry import Entry
from grader.classroom.order import Order, planned
from grader.classroom.pool import Pool
from grader.files import scratch_folder
from grader.grading.grade import Plan
from grader.sandbox.sandbox import Sandbox
from portal import courses
from portal.models import Offer, Submission
from portal.uploads import blobs

MOST_PROCESSES = 8  # that wait for the next submission of their assignment, and know what they have graded
MOST_GRADINGS = 40  # whose cases are kept in memory


@dataclass(eq=False, kw_only=True)
class Grading:
    """Everything that grades one assignment of one course."""

    order: Order
    plan: Plan
    digests: dict[str, str]
    pool: Pool | None = None  # of one process

    def end(self) -> None:
        """End its process."""
        if self.pool is not None:
            self.pool.close()
            self.pool = None


class Gradings:
    """What grades each assignment, prepared when it is needed, and again when its files change.

    Parameters
    ----------
    confinement : (tuple of str, int or None)
        Layers that confine students' code on this machine, and the Landlock ABI.
    """

    def __init__(self, confinement: tuple[tuple[str, ...], int | None]) -> None:
        self.confinement = confinement
        self.known: OrderedDict[tuple[int, str, str], Grading] = OrderedDict()  # the last used last

    def of(self, offer: Offer) -> Grading:
        """Return what grades an offer.

        Raises
        ------
        OperatorError, AuthorError
            If its assignment cannot be used.
        """
        key = offer.pk, offer.course.level, _stamp(courses.assignment_folder(offer))
        if key not in self.known:
            order = courses.order_of(offer, *self.confinement)
            plan = planned(order)
            self.known[key] = Grading(order=order, plan=plan, digests=digests(plan, order.dialect))
        self.known.move_to_end(key)
        while len(self.known) > MOST_GRADINGS:
            self.known.popitem(last=False)[1].end()
        return self.known[key]

    def pool_of(self, grading: Grading) -> Pool:
        """Return a pool of one process for an order; of the others, those that wait longest are ended."""
        if grading.pool is None:
            running = [one for one in self.known.values() if one.pool is not None]
            for one in running[: max(0, len(running) + 1 - MOST_PROCESSES)]:
                one.end()
            grading.pool = Pool(grading.order, 1, grading.plan, grading.digests, grading.order.wanted)
        return grading.pool

    def close(self) -> None:
        """End all grading processes."""
        for grading in self.known.values():
            grading.end()


def confinement() -> tuple[tuple[str, ...], int | None]:
    """Return what confines students' code on this machine."""
    with Sandbox() as sandbox:
        sandbox.configure(sandbox.limits)
        return tuple(sorted(sandbox.confinement.layers)), sandbox.confinement.landlock_abi


@contextmanager
def entry_of(submission: Submission) -> Iterator[Entry]:
    """Give a submission as an entry of a class: its blob, under the name that its author gave it, for a while."""
    with scratch_folder() as folder:
        path = Path(folder) / submission.name
        path.write_bytes(blobs().path(submission.digest).read_bytes())
        yield Entry(student=submission.member.key, path=path, name=submission.name, submitted=submission.submitted)


def _stamp(folder: Path) -> str:
    return ",".join(f"{path.name}:{path.stat().st_mtime_ns}" for path in sorted(folder.glob("*.toml")))
