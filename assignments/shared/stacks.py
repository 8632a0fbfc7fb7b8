"""Stacks of layers, as cases draw them and functions get them: a layer is a window, a stride, and perhaps a padding."""

from collections.abc import Iterator, Mapping

from grader.model import Laid

MAX_WINDOW, MAX_STRIDE, MAX_PAD = 5, 3, 2  # of a layer that is drawn


def layers_of(arguments: Mapping[str, object], *names: str) -> tuple[tuple[int, ...], ...]:
    """Return the layers, from the input on, each a tuple of whole numbers."""
    columns = []
    for name in names:
        column = arguments[name]
        assert isinstance(column, Laid)
        columns.append([int(value) for value in column.array.tolist()])
    return tuple(zip(*columns, strict=True))


def below(numbers: Iterator[int], lowest: int, highest: int) -> int:
    """Return a number from a range, both ends included."""
    return lowest + next(numbers) % (highest - lowest + 1)
