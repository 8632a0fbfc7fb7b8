"""Expected: everything it writes passes.

A generator yields windows, np.fromiter collects the sums, and the walrus operator guards the arguments.
"""
import numpy as np


def windows(xp, hh, ww, s):
    top = 0
    while (bottom := top + hh) <= xp.shape[-2]:
        left = 0
        while (right := left + ww) <= xp.shape[-1]:
            yield (Ellipsis, slice(top, bottom), slice(left, right))
            left += s
        top += s


def conv_single(x, w, b):
    if (a := x.shape) != (c := w.shape):
        raise ValueError(f"{a} is not {c}")
    return float(sum(p * q for p, q in zip(x.astype(float).flat, w.flat))) + b


def conv_map(x, w, b):
    if (depth := x.shape[0]) != w.shape[0]:
        raise ValueError(f"depth {depth}, filter {w.shape[0]}")
    if (rows := x.shape[1] - w.shape[1] + 1) <= 0 or (cols := x.shape[2] - w.shape[2] + 1) <= 0:
        raise ValueError("filter larger than image")
    values = (conv_single(x[at], w, b) for at in windows(x, *w.shape[1:], 1))
    return np.fromiter(values, dtype=float, count=rows * cols).reshape(rows, cols)


def conv_forward(x, w, b, conv_param):
    match conv_param:
        case {"stride": s, "pad": p}:
            pass
    xp = np.pad(x, [(0, 0)] * 2 + [(p, p)] * 2)
    places = list(windows(xp, *w.shape[2:], s))
    columns = np.stack([np.tensordot(xp[at], w, ([1, 2, 3], [1, 2, 3])) for at in places], axis=-1) + b[None, :, None]
    ho = (xp.shape[2] - w.shape[2]) // s + 1
    return columns.reshape(*columns.shape[:2], ho, -1), (xp, w, places, p)


def conv_backward(dout, cache):
    xp, w, places, p = cache
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    columns = dout.reshape(*dout.shape[:2], -1)
    for k, at in enumerate(places):
        dxp[at] += np.tensordot(columns[..., k], w, 1)
        dw += np.tensordot(columns[..., k], xp[at], (0, 0))
    return dxp[..., p:xp.shape[2] - p, p:xp.shape[3] - p], dw, columns.sum((0, 2))
