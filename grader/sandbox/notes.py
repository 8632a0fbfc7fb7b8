"""Notes that loading and running a submission give: how many there may be, and how long each. Pure."""

import contextlib
from collections.abc import Iterable, Iterator

MAX_NOTES, MAX_NOTE = 60, 160  # of one submission, and characters


def take(notes: list[str], more: Iterable[str]) -> None:
    """Add notes that are not there yet, while there is room."""
    for note in more:
        if note not in notes and len(notes) < MAX_NOTES:
            notes.append(note)


def shortened(note: str) -> str:
    """Return a note no longer than notes may be."""
    return note if len(note) <= MAX_NOTE else note[: MAX_NOTE - 1] + "…"


@contextlib.contextmanager
def dropped(notes: list[str]) -> Iterator[None]:
    """Drop the notes that come while the context lasts."""
    known = len(notes)
    try:
        yield
    finally:
        del notes[known:]
