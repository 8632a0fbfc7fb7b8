"""Expected: everything it writes passes.

No windows at all: for each cell of the filter the whole image is shifted, scaled and added.
"""
import itertools
import numpy as np


def _cells(w):
    return itertools.product(range(w.shape[-2]), range(w.shape[-1]))


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError(f"depth {x.shape[0]} and {w.shape[0]}")
    rows = x.shape[1] - w.shape[1] + 1
    cols = x.shape[2] - w.shape[2] + 1
    if rows < 1 or cols < 1:
        raise ValueError("filter larger than image")
    total = np.full((rows, cols), float(b))
    for u, v in _cells(w):
        for c, weight in enumerate(w[:, u, v]):
            total += weight * x[c, u:u + rows, v:v + cols]
    return total


def conv_forward(x, w, b, conv_param):
    S = conv_param["stride"]; P = conv_param["pad"]
    xp = np.pad(x.astype(np.float64), ((0, 0), (0, 0), (P, P), (P, P)), "constant")
    ho = 1 + (xp.shape[2] - w.shape[2]) // S
    wo = 1 + (xp.shape[3] - w.shape[3]) // S
    out = np.zeros((x.shape[0], w.shape[0], ho, wo))
    out += b.reshape(1, -1, 1, 1)
    for u, v in _cells(w):
        seen = xp[:, :, u:u + (ho - 1) * S + 1:S, v:v + (wo - 1) * S + 1:S]
        out += (w[:, :, u, v] @ seen.reshape(len(x), x.shape[1], -1)).reshape(out.shape)
    return out, (xp, w, S, P)


def conv_backward(dout, cache):
    xp, w, S, P = cache
    N, F, ho, wo = dout.shape
    g = dout.reshape(N, F, -1)
    dxp = np.zeros_like(xp)
    dw = np.zeros(w.shape)
    for u, v in _cells(w):
        at = (slice(None), slice(None), slice(u, u + (ho - 1) * S + 1, S), slice(v, v + (wo - 1) * S + 1, S))
        seen = xp[at]
        dw[:, :, u, v] = sum(g[n] @ seen[n].reshape(seen.shape[1], -1).T for n in range(N))
        dxp[at] += (w[:, :, u, v].T @ g).reshape(seen.shape)
    H, W = xp.shape[2] - 2 * P, xp.shape[3] - 2 * P
    return dxp[:, :, P:P + H, P:P + W], dw, g.sum((0, 2))
