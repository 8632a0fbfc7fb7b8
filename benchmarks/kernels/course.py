"""What a course's "fast layers" do: im2col and its adjoint compiled by Cython, and one BLAS product for the rest.

Written here after the design that CS231n hands out with its second assignment: windows become columns with the images
innermost, the output is a view of the product, and 2 x 2 pooling is a reshape. What its forward pass keeps for the
backward pass (columns, winners) is kept here too, and not timed.
"""

import tempfile
from pathlib import Path

import numpy as np
import pyximport
from shapes import OPERATIONS, Array, Call, Conv, Pool, arrays, padded

pyximport.install(build_dir=str(Path(tempfile.gettempdir()) / "course-cython"), language_level=3)

from gather import gather, scatter  # noqa: E402 - compiled here, by the line above


def course(operation: str, dtype: str, threads: int) -> Call | None:
    """Cython's im2col and a BLAS product; maxima by reshaping, or by columns where windows overlap."""
    shape, way = OPERATIONS[operation], operation.split()[-1]
    given = arrays(shape, dtype)
    if isinstance(shape, Conv):
        forward, backward = convolution(shape, given)
    elif operation.startswith("avg"):
        return None
    elif shape.window == shape.stride:
        forward, backward = tiled_pooling(shape, given)
    else:
        forward, backward = pooling(shape, given)
    return forward if way == "forward" else backward


def columns_of(x: Array, window: tuple[int, int], stride: int) -> Array:
    """Return (C·HH·WW, OH·OW·N): a column for each window."""
    N, C = x.shape[:2]
    rows, columns = ((extent - size) // stride + 1 for extent, size in zip(x.shape[2:], window, strict=True))
    gathered = np.empty((C * window[0] * window[1], rows * columns * N), x.dtype)
    gather(x, gathered, *window, stride)
    return gathered


def convolution(shape: Conv, given: dict[str, Array]) -> tuple[Call, Call]:
    """Return the forward and the backward pass of a layer."""
    x, w, b, dout = given["x"], given["w"], given["b"], given["dout"]
    N, F, OH, OW = shape.out
    window, H, W, pad = shape.w[2:], *shape.x[2:], shape.pad
    kept = columns_of(padded(x, pad), window, shape.stride)

    def forward() -> Array:
        product = w.reshape(F, -1) @ columns_of(padded(x, pad), window, shape.stride) + b[:, None]
        return product.reshape(F, OH, OW, N).transpose(3, 0, 1, 2)

    def backward() -> tuple[Array, ...]:
        rows = dout.transpose(1, 2, 3, 0).reshape(F, -1)
        dw = (rows @ kept.T).reshape(w.shape)
        large = np.zeros((N, shape.x[1], H + 2 * pad, W + 2 * pad), x.dtype)
        scatter(w.reshape(F, -1).T @ rows, large, *window, shape.stride)
        return large[:, :, pad : pad + H, pad : pad + W], dw, dout.sum(axis=(0, 2, 3))

    return forward, backward


def tiled_pooling(shape: Pool, given: dict[str, Array]) -> tuple[Call, Call]:
    """Return both passes where windows tile the image: maxima over two axes of a view."""
    x, dout, size = given["x"], given["dout"], shape.window
    tiles = x.reshape(*x.shape[:2], shape.out[2], size, shape.out[3], size)
    kept = tiles.max(axis=3).max(axis=4)

    def forward() -> Array:
        return np.asarray(tiles.max(axis=3).max(axis=4))

    def backward() -> Array:
        is_largest = tiles == kept[:, :, :, None, :, None]
        dx = np.zeros_like(tiles)
        dx[is_largest] = np.broadcast_to(dout[:, :, :, None, :, None], tiles.shape)[is_largest]
        dx /= is_largest.sum(axis=(3, 5), keepdims=True)
        return dx.reshape(x.shape)

    return forward, backward


def pooling(shape: Pool, given: dict[str, Array]) -> tuple[Call, Call]:
    """Return both passes where windows overlap: a plane is an image of one channel, and a window is a column."""
    x, dout, window = given["x"], given["dout"], (shape.window, shape.window)
    planes = x.reshape(-1, 1, *x.shape[2:])
    OH, OW = shape.out[2:]
    kept = columns_of(planes, window, shape.stride).argmax(axis=0)
    places = np.arange(len(kept))

    def forward() -> Array:
        columns = columns_of(planes, window, shape.stride)
        largest = columns[columns.argmax(axis=0), places]
        return largest.reshape(OH, OW, -1).transpose(2, 0, 1).reshape(shape.out)

    def backward() -> Array:
        columns = np.zeros((window[0] * window[1], len(kept)), x.dtype)
        columns[kept, places] = dout.reshape(-1, OH, OW).transpose(1, 2, 0).ravel()
        dx = np.zeros_like(planes)
        scatter(columns, dx, *window, shape.stride)
        return dx.reshape(x.shape)

    return forward, backward
