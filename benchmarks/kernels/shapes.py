"""What is measured: six convolutions and four poolings that a course meets, with the arrays for them."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Call = Callable[[], Any]


class Conv(NamedTuple):
    """A convolution layer; stride and pad in pixels, the same for both axes."""

    x: tuple[int, int, int, int]
    w: tuple[int, int, int, int]
    stride: int
    pad: int

    @property
    def out(self) -> tuple[int, int, int, int]:
        """The shape of the output."""
        rows, columns = ((n + 2 * self.pad - k) // self.stride + 1 for n, k in zip(self.x[2:], self.w[2:], strict=True))
        return self.x[0], self.w[0], rows, columns

    @property
    def terms(self) -> int:
        """Products in the output; each is two operations, multiply and add."""
        return int(np.prod(self.out)) * int(np.prod(self.w[1:]))


class Pool(NamedTuple):
    """A pooling layer; window and stride in pixels, the same for both axes."""

    x: tuple[int, int, int, int]
    window: int
    stride: int

    @property
    def out(self) -> tuple[int, int, int, int]:
        """The shape of the output."""
        rows, columns = ((n - self.window) // self.stride + 1 for n in self.x[2:])
        return self.x[0], self.x[1], rows, columns


CONVOLUTIONS = {
    "a": Conv((1, 1, 5, 5), (1, 1, 3, 3), 1, 0),
    "b": Conv((2, 3, 32, 32), (10, 3, 5, 5), 1, 2),
    "c": Conv((100, 3, 31, 31), (25, 3, 3, 3), 2, 1),
    "d": Conv((32, 16, 28, 28), (32, 16, 3, 3), 1, 1),
    "e": Conv((4, 64, 56, 56), (64, 64, 3, 3), 1, 1),
    "f": Conv((4, 3, 224, 224), (64, 3, 7, 7), 2, 3),
}
POOLINGS = {
    "32, 2/2": Pool((100, 3, 32, 32), 2, 2),
    "32, 3/2": Pool((100, 3, 32, 32), 3, 2),
    "56, 2/2": Pool((32, 64, 56, 56), 2, 2),
    "56, 3/2": Pool((32, 64, 56, 56), 3, 2),
}
OPERATIONS = {
    **{f"{name} {way}": shape for name, shape in CONVOLUTIONS.items() for way in ("forward", "backward")},
    **{
        f"{kind} {name} {way}": shape
        for kind in ("max", "avg")
        for name, shape in POOLINGS.items()
        for way in ("forward", "backward")
    },
}


def arrays(shape: Conv | Pool, dtype: str) -> dict[str, Array]:
    """Draw the arrays of a layer: x, dout, and w and b of a convolution."""
    rng = np.random.default_rng(0)
    shapes: dict[str, tuple[int, ...]] = {"x": shape.x, "dout": shape.out}
    if isinstance(shape, Conv):
        shapes |= {"w": shape.w, "b": shape.w[:1]}
    return {name: rng.standard_normal(extents).astype(dtype) for name, extents in shapes.items()}


def padded(x: Array, pad: int) -> Array:
    """Zeros around every image."""
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
