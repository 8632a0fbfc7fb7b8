"""The pictures that a network learns to tell apart: a small mark at a random place, and noise. Pure.

A mark is a pattern of 5 x 5 weights, and every class has its own. Its place is drawn, so no pixel tells the class; the
noise is strong, so only a filter that is like the mark finds it. That is why filters have to be learned here: random
filters that stay as they were drawn answer to the noise nearly as much as to the mark. `benchmarks/learned_filters.py`
measures how much that is.
"""

import hashlib
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Labels = NDArray[np.int64]

CLASSES = ("right", "lower right", "lower side", "lower left")  # which side of the edge is bright
SIDE = 12  # pixels of a picture
MARK = 5  # pixels of a mark
CONTRAST = 0.3  # between a mark's bright side and the grey ground
LENGTH = 4.5  # of a mark as a vector: an edge of -1, 0 and 1 is about as long
LEVELS = 256  # of grey
BYTES = 4  # of one pixel's noise; their sum is close to a normal distribution
BYTES_DEVIATION = (BYTES * (256**2 - 1) / 12) ** 0.5  # of that sum


class Stream:
    """Numbers that a hash makes of a key: the same on every machine, many at once."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self.key = b"".join(number.to_bytes(4, "little") for number in itertools.islice(numbers, 8))
        self.block = 0

    def draw(self, *shape: int) -> "NDArray[np.uint8]":
        """Return an array of bytes."""
        import numpy as np

        self.block += 1
        count = int(np.prod(shape))
        data = hashlib.shake_256(self.key + self.block.to_bytes(4, "little")).digest(count)
        return np.frombuffer(data, np.uint8).reshape(shape)


def edges() -> "Floats":
    """Return one edge for each class, -1 on its dark side and 1 on its bright one, shape (4, 5, 5)."""
    import numpy as np

    rows, columns = np.mgrid[0:MARK, 0:MARK] - MARK // 2
    angles = np.pi / 4 * np.arange(len(CLASSES))[:, np.newaxis, np.newaxis]
    return np.asarray(np.clip(np.cos(angles) * columns + np.sin(angles) * rows, -1, 1))


def other_marks(stream: Stream) -> "Floats":
    """Return patterns that are drawn, as strong as edges; none contains a part of another one, or of plain grey."""
    import numpy as np

    found = [np.ones(MARK**2)]
    for signs in 2.0 * (stream.draw(len(CLASSES), MARK**2) % 2) - 1:
        rest = signs
        for mark in found:
            rest = rest - mark * (rest @ mark) / (mark @ mark)
        found.append(rest)
    marks = np.stack(found[1:])
    lengths = np.sqrt((marks**2).sum(axis=1, keepdims=True))
    return np.asarray(LENGTH * marks / lengths).reshape(-1, MARK, MARK)


def draw_pictures(marks: "Floats", labels: "Labels", noise: float, stream: Stream, are_alike: bool = False) -> "Floats":
    """Draw a picture for each label.

    Parameters
    ----------
    marks : ndarray, shape (4, 5, 5)
    labels : ndarray of int, shape (N,)
    noise : float
        Standard deviation of a pixel's noise; black is 0 and white 1.
    stream : Stream
    are_alike : bool
        Whether every mark is at the same place.

    Returns
    -------
    pictures : ndarray, shape (N, 1, 12, 12)
    """
    import numpy as np

    count = len(labels)
    deviations = stream.draw(count, SIDE, SIDE, BYTES).sum(axis=3, dtype=float) - BYTES * 255 / 2
    pictures = 0.5 + noise * deviations / BYTES_DEVIATION
    places = stream.draw(count, 2) % (SIDE - MARK + 1)
    places = places[:1].repeat(count, axis=0) if are_alike else places
    for picture, label, (top, left) in zip(pictures, labels, places, strict=True):
        picture[top : top + MARK, left : left + MARK] += CONTRAST * marks[label]
    whole = np.round(np.clip(pictures, 0, 1) * (LEVELS - 1))
    return np.asarray(whole / (LEVELS - 1))[:, np.newaxis]


def draw_labels(count: int, stream: Stream) -> "Labels":
    """Return as many labels of each class as of the others, in a drawn order."""
    import numpy as np

    order = np.argsort(stream.draw(count, 4).copy().view(np.uint32).ravel(), kind="stable")
    return (np.arange(count) % len(CLASSES))[order]
