"""Expected: everything it writes passes.

Heavily typed: dataclasses, NamedTuple as a cache, Protocol, TypeAlias, and a decorator that checks shapes.
"""
from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import Callable, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Geometry:
    height: int
    width: int
    hh: int
    ww: int
    stride: int = 1
    pad: int = 0
    extra: list[str] = field(default_factory=list)

    @property
    def out(self) -> tuple[int, int]:
        return ((self.height + 2 * self.pad - self.hh) // self.stride + 1,
                (self.width + 2 * self.pad - self.ww) // self.stride + 1)

    def window(self, i: int, j: int) -> tuple[slice, slice]:
        r, c = i * self.stride, j * self.stride
        return slice(r, r + self.hh), slice(c, c + self.ww)


class Cache(NamedTuple):
    padded: Array
    w: Array
    geometry: Geometry


def fits(fn: Callable[..., T]) -> Callable[..., T]:
    @functools.wraps(fn)
    def wrapper(x, w, b):
        if x.ndim != w.ndim or x.shape[0] != w.shape[0]:
            raise ValueError(f"{fn.__name__}: depth of {x.shape} and {w.shape}")
        if fn.__name__ == "conv_single" and x.shape != w.shape:
            raise ValueError(f"{fn.__name__}: {x.shape} and {w.shape}")
        if any(k > n for n, k in zip(x.shape, w.shape)):
            raise ValueError(f"{fn.__name__}: {w.shape} is larger than {x.shape}")
        return fn(x, w, b)
    return wrapper


@fits
def conv_single(x: Array, w: Array, b: float) -> float:
    return float(np.vdot(x, w)) + b


@fits
def conv_map(x: Array, w: Array, b: float) -> Array:
    g = Geometry(*x.shape[1:], *w.shape[1:])
    out = np.empty(g.out)
    for at in np.ndindex(*g.out):
        out[at] = conv_single(x[(slice(None), *g.window(*at))], w, b)
    return out


def conv_forward(x: Array, w: Array, b: Array, conv_param: dict[str, int]) -> tuple[Array, Cache]:
    g = Geometry(*x.shape[2:], *w.shape[2:], **conv_param)
    padded = np.pad(x, ((0, 0), (0, 0), (g.pad, g.pad), (g.pad, g.pad)))
    out = np.empty((x.shape[0], w.shape[0], *g.out))
    for i, j in np.ndindex(*g.out):
        out[..., i, j] = np.einsum("ncuv,fcuv->nf", padded[(..., *g.window(i, j))], w) + b
    return out, Cache(padded, w, g)


def conv_backward(dout: Array, cache: Cache) -> tuple[Array, Array, Array]:
    g = cache.geometry
    grads = np.zeros(cache.padded.shape), np.zeros(cache.w.shape), np.zeros(len(cache.w))
    for i, j in np.ndindex(*g.out):
        d = dout[..., i, j]
        at = (..., *g.window(i, j))
        grads[0][at] += np.einsum("nf,fcuv->ncuv", d, cache.w)
        grads[1][...] += np.einsum("nf,ncuv->fcuv", d, cache.padded[at])
        grads[2][...] += d.sum(0)
    dx = grads[0][..., g.pad:g.pad + g.height, g.pad:g.pad + g.width]
    return dx, grads[1], grads[2]
