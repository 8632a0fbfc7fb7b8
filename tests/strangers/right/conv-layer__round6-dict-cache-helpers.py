"""A cache that is a dict; helper functions, type hints, keyword-only arguments."""

from __future__ import annotations

from typing import Any, Dict, Tuple

import numpy as np

Array = np.ndarray
DEBUG = False


def _out(n: int, k: int, *, stride: int, pad: int) -> int:
    return (n + 2 * pad - k) // stride + 1


def _pad(x: Array, *, pad: int) -> Array:
    if pad == 0:
        return x
    return np.pad(x, [(0, 0)] * (x.ndim - 2) + [(pad, pad)] * 2)


def conv_single(x: Array, w: Array, b: float) -> float:
    if x.shape != w.shape:
        raise ValueError(f"{x.shape} is not {w.shape}")
    return float(np.vdot(x.astype(np.float64), w)) + float(b)


def conv_map(x: Array, w: Array, b: float) -> Array:
    if x.ndim != 3 or x.shape[0] != w.shape[0]:
        raise ValueError("depth")
    if any(a < k for a, k in zip(x.shape[1:], w.shape[1:])):
        raise ValueError("size")
    views = np.lib.stride_tricks.sliding_window_view(x, w.shape)[0]
    return (views * w.astype(float)).sum(axis=(-3, -2, -1)) + b


def conv_forward(x: Array, w: Array, b: Array, conv_param: Dict[str, int]) -> Tuple[Array, Dict[str, Any]]:
    stride, pad = conv_param["stride"], conv_param["pad"]
    xp = _pad(x, pad=pad)
    win = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.einsum("ncijuv,fcuv->nfij", win.astype(float), w) + b.reshape(1, -1, 1, 1)
    if DEBUG:
        print(out.shape)
    return out, dict(x=x, w=w, b=b, stride=stride, pad=pad, xp=xp)


def conv_backward(dout: Array, cache: Dict[str, Any]) -> Tuple[Array, Array, Array]:
    x, w, s, p, xp = (cache[k] for k in ("x", "w", "stride", "pad", "xp"))
    H, W = x.shape[2:]
    HH, WW = w.shape[2:]
    Ho, Wo = dout.shape[2:]
    dxp = np.zeros(xp.shape, dtype=float)
    dw = np.zeros(w.shape, dtype=float)
    for u in range(HH):
        for v in range(WW):
            rows, cols = slice(u, u + s * Ho, s), slice(v, v + s * Wo, s)
            dw[:, :, u, v] = np.einsum("nfij,ncij->fc", dout, xp[:, :, rows, cols].astype(float))
            dxp[:, :, rows, cols] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, v].astype(float))
    return dxp[:, :, p:p + H, p:p + W], dw, dout.sum((0, 2, 3))
