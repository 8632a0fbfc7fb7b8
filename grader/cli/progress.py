"""How far a run is: a bar on a terminal, plain lines elsewhere. Both go to standard error."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from grader.cli.screen import is_dumb, is_terminal, say

if TYPE_CHECKING:
    from grader.classroom.work import Done

STATUS_SECONDS = 5.0  # between two lines that say how far a run is


class Progress:
    """Counts, and the words for them.

    Parameters
    ----------
    total : int, optional
        How many submissions there are; none where nobody knows, because they still arrive.
    clock : callable
        Seconds that pass.
    """

    def __init__(self, total: int | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.total, self.clock = total, clock
        self.start = clock()
        self.done = self.graded = self.unreadable = self.broken = 0

    def count(self, done: "Done") -> None:
        """Count one."""
        self.done += 1
        self.graded += done.seconds > 0
        self.unreadable += bool(done.problem)
        self.broken += done.is_broken

    @property
    def rate(self) -> float:
        """Submissions per minute so far."""
        return 60 * self.done / max(self.clock() - self.start, 1e-9)

    @property
    def failures(self) -> str:
        """What went wrong so far."""
        counts = ((self.unreadable, "unreadable"), (self.broken, "broken"))
        return ", ".join(f"{count} {what}" for count, what in counts if count) or "no failures"

    @property
    def left(self) -> str:
        """The time that remains, at the rate so far."""
        if self.total is None or not self.done:
            return ""
        seconds = round((self.total - self.done) * (self.clock() - self.start) / self.done)
        hours, minutes = seconds // 3600, seconds // 60 % 60
        return f"{hours}:{minutes:02}:{seconds % 60:02} left" if hours else f"{minutes}:{seconds % 60:02} left"

    def __str__(self) -> str:
        """Say how far it is."""
        return ", ".join(filter(None, [f"{self.rate:,.0f} a minute", self.left, self.failures]))


class Display(NamedTuple):
    """What shows how far a run is."""

    on_done: Callable[[str, "Done"], None]  # to call with each student and what was done
    say: Callable[[str], None]  # to call with a line that is to stay


@contextmanager
def progress(total: int | None) -> Iterator[Display]:
    """Show how far a run is."""
    state = Progress(total)
    if not is_terminal(sys.stderr) or is_dumb():
        yield Display(_plain(state), lambda line: say(line, err=True))
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("grading"), BarColumn(20), MofNCompleteColumn(), TextColumn("{task.fields[said]}"))
    console = Console(stderr=True)
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("grading", total=total, said="")

        def shown(student: str, done: "Done") -> None:
            state.count(done)
            bar.update(task, advance=1, said=str(state))

        def stays(line: str) -> None:
            bar.stop()  # the bar goes away, so that the line begins where the bar began
            say(line, err=True)
            bar.start()

        yield Display(shown, stays)


def _plain(state: Progress) -> Callable[[str, "Done"], Any]:
    """Return what writes a line per submission, and now and then how far it is."""
    from grader.report.escape import one_line

    last = state.start

    def plain(student: str, done: "Done") -> None:
        nonlocal last
        state.count(done)
        of = f"/{state.total}" if state.total is not None else ""
        click.echo(f"{state.done}{of} {one_line(student)}", err=True)
        if state.clock() - last > STATUS_SECONDS:
            last = state.clock()
            click.echo(f"{state.done}{of}: {state}", err=True)

    return plain
