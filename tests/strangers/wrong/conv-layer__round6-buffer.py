# conv_backward is wrong: when it is called a second time with the same cache, dw is the sum of both calls
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Tape:
    xp: Floats
    w: Floats
    stride: int
    pad: int
    shape: tuple[int, ...]
    dw: Floats


def conv_single(x: NDArray[Any], w: NDArray[Any], b: float) -> float:
    if x.shape != w.shape:
        raise ValueError("shapes differ")
    return float(np.einsum("cuv,cuv->", x.astype(float), w.astype(float)) + b)


def conv_map(x: NDArray[Any], w: NDArray[Any], b: float) -> Floats:
    if x.shape[0] != w.shape[0]:
        raise ValueError("depth")
    if any(k > n for k, n in zip(w.shape[1:], x.shape[1:])):
        raise ValueError("filter larger than image")
    win = sliding_window_view(x.astype(float), w.shape[1:], axis=(1, 2))
    return np.einsum("cijuv,cuv->ij", win, w.astype(float)) + b


def conv_forward(x: NDArray[Any], w: NDArray[Any], b: NDArray[Any], conv_param: dict[str, int]) -> tuple[Floats, Tape]:
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x.astype(np.float64), [(0, 0), (0, 0), (pad, pad), (pad, pad)])
    win = sliding_window_view(xp, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    wf = w.astype(np.float64)
    out = np.einsum("ncijuv,fcuv->nfij", win, wf, optimize=True)
    out += np.asarray(b, dtype=np.float64)[None, :, None, None]
    return out, Tape(xp, wf, stride, pad, x.shape, np.zeros(w.shape))


def conv_backward(dout: NDArray[Any], cache: Tape) -> tuple[Floats, Floats, Floats]:
    d = np.asarray(dout, np.float64)
    HH, WW = cache.w.shape[2:]
    win = sliding_window_view(cache.xp, (HH, WW), axis=(2, 3))[:, :, :: cache.stride, :: cache.stride]
    dw = cache.dw
    dw += np.einsum("nfij,ncijuv->fcuv", d, win)
    db = np.einsum("nfij->f", d)
    dxp = np.zeros_like(cache.xp)
    s = cache.stride
    ho, wo = d.shape[2:]
    for u in range(HH):
        for v in range(WW):
            dxp[:, :, u : u + s * ho : s, v : v + s * wo : s] += np.einsum("nfij,fc->ncij", d, cache.w[:, :, u, v])
    H, W = cache.shape[2:]
    return dxp[:, :, cache.pad : cache.pad + H, cache.pad : cache.pad + W], dw, db
