"""Right work of a fourth round, written without sight of the cases: dataclass cache. Expected: everything."""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes")
    return float((np.asarray(x, float) * w).sum() + b)


def conv_map(x, w, b):
    C, H, W = x.shape
    D, h, v = w.shape
    if C != D or h > H or v > W:
        raise ValueError("no fit")
    out = np.zeros((H - h + 1, W - v + 1))
    for i in range(H - h + 1):
        for j in range(W - v + 1):
            out[i, j] = conv_single(x[:, i:i + h, j:j + v], w, b)
    return out


def _old_f(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(np.asarray(x, float), ((0, 0), (0, 0), (P, P), (P, P)))
    Ho, Wo = (H + 2 * P - HH) // S + 1, (W + 2 * P - WW) // S + 1
    out = np.zeros((N, F, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = np.tensordot(xp[:, :, i * S:i * S + HH, j * S:j * S + WW], w.astype(float), ((1, 2, 3), (1, 2, 3))) + b
    return out, (x, w, b, conv_param)


def _old_b(dout, cache):
    x, w, b, conv_param = cache
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(np.asarray(x, float), ((0, 0), (0, 0), (P, P), (P, P)))
    dxp = np.zeros_like(xp, order="C")
    dw = np.zeros(w.shape)
    d = np.asarray(dout, float)
    for i in range(d.shape[2]):
        for j in range(d.shape[3]):
            win = np.s_[:, :, i * S:i * S + HH, j * S:j * S + WW]
            dw += np.tensordot(d[:, :, i, j], xp[win], (0, 0))
            dxp[win] += np.tensordot(d[:, :, i, j], w.astype(float), (1, 0))
    return dxp[:, :, P:P + H, P:P + W].copy(), dw, d.sum((0, 2, 3))


from dataclasses import dataclass
from typing import Any

@dataclass
class Cache:
    x: Any
    w: Any
    b: Any
    stride: int
    pad: int

    @property
    def padded(self):
        return np.pad(self.x, [(0, 0)] * 2 + [(self.pad, self.pad)] * 2).astype(float)


def conv_forward(x: np.ndarray, w: np.ndarray, b: np.ndarray, conv_param: dict) -> tuple:
    cache = Cache(x, w, b, conv_param["stride"], conv_param["pad"])
    N, F = x.shape[0], w.shape[0]
    ho = 1 + (cache.padded.shape[2] - w.shape[2]) // cache.stride
    wo = 1 + (cache.padded.shape[3] - w.shape[3]) // cache.stride
    rows = []
    for n in range(N):
        rows.append([[[np.sum(cache.padded[n, :, i * cache.stride:i * cache.stride + w.shape[2], j * cache.stride:j * cache.stride + w.shape[3]] * w[f]) + b[f] for j in range(wo)] for i in range(ho)] for f in range(F)])
    return np.array(rows).reshape(N, F, ho, wo), cache

def conv_backward(dout: np.ndarray, cache: Cache):
    return _old_b(dout, (cache.x, cache.w, cache.b, {"stride": cache.stride, "pad": cache.pad}))
