"""Expected: everything it writes passes.

Everything is computed in float32 inside, like on a graphics card, whatever comes in.
"""
import numpy as np

DTYPE = np.float32


def _f(*arrays):
    return tuple(np.asarray(a, dtype=DTYPE) for a in arrays)


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shape mismatch")
    x, w = _f(x, w)
    return float(np.dot(x.ravel(), w.ravel()) + DTYPE(b))


def conv_map(x, w, b):
    if x.ndim != 3 or w.ndim != 3 or x.shape[0] != w.shape[0]:
        raise ValueError("depth mismatch")
    if x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("filter too large")
    out, _ = conv_forward(x[np.newaxis], w[np.newaxis], np.array([b]), dict(stride=1, pad=0))
    return out[0, 0]


def conv_forward(x, w, b, conv_param):
    x, w, b = _f(x, w, b)
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.zeros((N, C, H + 2 * P, W + 2 * P), DTYPE)
    xp[:, :, P:P + H, P:P + W] = x
    Ho, Wo = (H + 2 * P - HH) // S + 1, (W + 2 * P - WW) // S + 1
    col = np.empty((N, C, HH, WW, Ho, Wo), DTYPE)
    for u in range(HH):
        for v in range(WW):
            col[:, :, u, v] = xp[:, :, u:u + S * Ho:S, v:v + S * Wo:S]
    col = col.transpose(0, 4, 5, 1, 2, 3).reshape(N * Ho * Wo, -1)
    out = (col @ w.reshape(F, -1).T + b).reshape(N, Ho, Wo, F).transpose(0, 3, 1, 2)
    return out, (col, w, (N, C, H, W), S, P)


def conv_backward(dout, cache):
    col, w, (N, C, H, W), S, P = cache
    F, _, HH, WW = w.shape
    (dout,) = _f(dout)
    Ho, Wo = dout.shape[2:]
    d = dout.transpose(0, 2, 3, 1).reshape(-1, F)
    dcol = (d @ w.reshape(F, -1)).reshape(N, Ho, Wo, C, HH, WW).transpose(0, 3, 4, 5, 1, 2)
    img = np.zeros((N, C, H + 2 * P + S - 1, W + 2 * P + S - 1), DTYPE)
    for u in range(HH):
        for v in range(WW):
            img[:, :, u:u + S * Ho:S, v:v + S * Wo:S] += dcol[:, :, u, v]
    return img[:, :, P:P + H, P:P + W], (d.T @ col).reshape(w.shape), d.sum(0)
