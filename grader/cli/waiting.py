"""What a command that takes long is doing: one line on a terminal's standard error, of which nothing is left."""

import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from grader.cli.screen import is_dumb, is_terminal

if TYPE_CHECKING:
    from grader.grading.checking import PlannedExercise
    from grader.model import Outcome

AFTER = 2.0  # seconds until the line appears; most commands have ended by then
EVERY = 1.0  # second; faster would be no use, and slow down what is waited for


class Nothing:
    """What comes after the last item."""


NOTHING = Nothing()
Item = TypeVar("Item")


@contextmanager
def waiting(what: Callable[[], object]) -> Iterator[None]:
    """Say what is being done, if it takes longer than a moment.

    Parameters
    ----------
    what : callable
        Returns the words for it, such as ``"conv_map: case 3 of 25"``; asked again every second.
    """
    if not is_terminal(sys.stderr) or is_dumb():
        yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_draw, args=(what, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def each(items: Iterable[Item], what: Callable[[], object]) -> Iterator[Item]:
    """Yield items that take long to make, and say so while the next one is made; see `waiting`."""
    iterator = iter(items)
    while True:
        with waiting(what):
            found = next(iterator, NOTHING)
        if isinstance(found, Nothing):
            return
        yield found


def _draw(what: Callable[[], object], ended: threading.Event) -> None:
    start = time.monotonic()
    if ended.wait(AFTER):
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    with Live(console=Console(stderr=True), transient=True, auto_refresh=False) as live:
        while not ended.is_set():
            line = f"{what()}, {time.monotonic() - start:.0f} s so far; Ctrl-C stops"
            live.update(Text(line, no_wrap=True, overflow="ellipsis"), refresh=True)
            ended.wait(EVERY)


class Watched:
    """Where grading a submission has got to; it looks on while outcomes pass."""

    def __init__(self) -> None:
        self.words = "grading"

    def __call__(self) -> str:
        """Return the words for it."""
        return self.words

    def look(self, planned: "PlannedExercise", outcomes: "Iterable[Outcome]") -> "Iterator[Outcome]":
        """Let an exercise's outcomes pass, and remember which case is running."""
        name, total = planned.exercise.id, len(planned.cases)
        self.words = f"grading {name}: case 1 of {total}"
        for number, outcome in enumerate(outcomes, 2):
            self.words = f"grading {name}: case {min(number, total)} of {total}"
            yield outcome
        self.words = f"grading {name}: comparing the numbers"
