"""What a grading process is told before its first submission: the assignment's own files, the seed, the level.

Files and not a folder's name, because a grading process may be on another machine. It is trusted: it draws the cases
and knows the answers. Student code runs in the children of its zygote, which is told none of this.
"""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from grader.authoring.assignment import FILES, load_assignment
from grader.errors import AuthorError, OperatorError
from grader.files import scratch_folder
from grader.grading.grade import Plan, plan
from grader.model import Assignment, Effort, Level
from grader.topics.loading import load_topic, topic_files


@dataclass(frozen=True, kw_only=True)
class Order:
    """How a class is graded."""

    assignment: str
    digest: str  # of the assignment, so that nobody grades another
    files: Mapping[str, bytes]  # by path below a folder of assignments
    seed: str = field(repr=False)  # never shown: who has it has the cases
    dialect: str
    wanted: Level  # the weakest to grade at
    layers: tuple[str, ...]  # to confine children with
    landlock_abi: int | None = None
    effort: Effort = field(default_factory=Effort)  # of the search for a repair

    @property
    def id(self) -> str:
        """Name of this order: another seed is another order, and the name tells nothing of it."""
        counts = (str(self.effort.single_edits), str(self.effort.pairs))
        parts = (self.digest, self.seed, self.dialect, self.wanted, *counts, *self.layers)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def files_of(assignment: Assignment) -> dict[str, bytes]:
    """Return the files that make an assignment: its own, and the worked examples of those beside it."""
    folder = assignment.folder
    paths = [*(folder / name for name in FILES), *topic_files(folder), *folder.parent.glob("*/examples.toml")]
    return {
        path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in sorted(set(paths)) if path.is_file()
    }


def planned(order: Order) -> Plan:
    """Load the assignment and draw its cases.

    Raises
    ------
    OperatorError
        If its files are not the ones that the order was made for.
    """
    with scratch_folder() as folder:
        for file, data in order.files.items():
            path = folder / file
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)
        assignment = load_assignment(folder / order.assignment)
        with suppress(AuthorError):  # it would be raised again, and noted, for each wrong answer
            load_topic(assignment.folder).beliefs()  # while its files are there
    if assignment.digest != order.digest:
        raise OperatorError(f"{order.assignment} was changed while it was being graded; run again")
    return plan(assignment, order.seed, order.effort)
