"""Style: type hints everywhere, a frozen dataclass as cache, as_strided with writeable views for the backward pass.

Tiles of the view overlap, so the way back goes kernel position by kernel position through the same view.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypedDict

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided

Array = npt.NDArray[np.float64]
AXES: Final[tuple[int, ...]] = (0, 2, 3)


class ConvParam(TypedDict):
    stride: int
    pad: int


@dataclass(frozen=True, slots=True)
class Cache:
    framed: Array = field(repr=False)
    weights: Array = field(repr=False)
    stride: int
    pad: int

    def patches(self, array: Array) -> Array:
        n, c, h, w = array.shape
        hh, ww = self.weights.shape[2:]
        shape = (n, c, (h - hh) // self.stride + 1, (w - ww) // self.stride + 1, hh, ww)
        sn, sc, sh, sw = array.strides
        return as_strided(array, shape, (sn, sc, sh * self.stride, sw * self.stride, sh, sw))


def conv_single(x: npt.NDArray[Any], w: npt.NDArray[Any], b: float) -> float:
    if x.shape != w.shape:
        raise ValueError(f"{x.shape=} but {w.shape=}")
    return float(np.tensordot(x.astype(np.float64), w.astype(np.float64), axes=3)) + float(b)


def conv_map(x: npt.NDArray[Any], w: npt.NDArray[Any], b: float) -> Array:
    match (x.shape, w.shape):
        case ((c, _, _), (d, _, _)) if c != d:
            raise ValueError(f"depths {c} and {d}")
        case ((_, h, width), (_, hh, ww)) if hh > h or ww > width:
            raise ValueError("the filter is larger than the image")
    result, _ = conv_forward(x[np.newaxis], w[np.newaxis], np.array([b]), {"stride": 1, "pad": 0})
    return result[0, 0]


def conv_forward(x: npt.NDArray[Any], w: npt.NDArray[Any], b: npt.NDArray[Any], conv_param: ConvParam) -> tuple[Array, Cache]:
    pad: int = conv_param["pad"]
    framed = np.pad(np.ascontiguousarray(x, np.float64), ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cache = Cache(framed, np.array(w, np.float64), conv_param["stride"], pad)
    maps = np.tensordot(cache.patches(framed), cache.weights, axes=((1, 4, 5), (1, 2, 3)))
    maps += b
    return np.moveaxis(maps, 3, 1), cache


def conv_backward(dout: npt.NDArray[Any], cache: Cache) -> tuple[Array, Array, Array]:
    d = dout.astype(np.float64)
    dw = np.tensordot(d, cache.patches(cache.framed), axes=(AXES, AXES))
    dframed = np.zeros(cache.framed.shape)
    target = cache.patches(dframed)
    hh, ww = cache.weights.shape[2:]
    for u in range(hh):
        for v in range(ww):
            target[..., u, v] += np.einsum("nfij,fc->ncij", d, cache.weights[:, :, u, v])
    _, _, h, w = dframed.shape
    p = cache.pad
    return dframed[:, :, p : h - p, p : w - p], dw, d.sum(axis=AXES)
