# conv_forward is wrong: from the second call on, for the same shapes and pad with another stride, and as many windows or not, it uses the first stride
import numpy as np


TABLES = {}


class Im2Col:
    """Index arrays as in the well known Stanford helper."""

    def __init__(self, C, H, W, HH, WW, stride, pad):
        self.pad = pad
        self.size = (C, H, W)
        self.oh = (H + 2 * pad - HH) // stride + 1
        self.ow = (W + 2 * pad - WW) // stride + 1
        i0 = np.tile(np.repeat(np.arange(HH), WW), C)
        i1 = stride * np.repeat(np.arange(self.oh), self.ow)
        j0 = np.tile(np.arange(WW), HH * C)
        j1 = stride * np.tile(np.arange(self.ow), self.oh)
        self.i = i0.reshape(-1, 1) + i1.reshape(1, -1)
        self.j = j0.reshape(-1, 1) + j1.reshape(1, -1)
        self.k = np.repeat(np.arange(C), HH * WW).reshape(-1, 1)

    def cols(self, x):
        p = self.pad
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="constant")
        c = xp[:, self.k, self.i, self.j]
        return c.transpose(1, 2, 0).reshape(self.k.shape[0], -1)

    def back(self, cols, n):
        C, H, W = self.size
        p = self.pad
        xp = np.zeros((n, C, H + 2 * p, W + 2 * p))
        c = cols.reshape(self.k.shape[0], -1, n).transpose(2, 0, 1)
        np.add.at(xp, (slice(None), self.k, self.i, self.j), c)
        if p == 0:
            return xp
        return xp[:, :, p:-p, p:-p]


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("x and w must have the same shape")
    return float(np.sum(np.multiply(x, w, dtype=np.float64)) + b)


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("the filter does not fit")
    return conv_forward(x[None], w[None], np.array([b]), {"stride": 1, "pad": 0})[0][0, 0]


def conv_forward(x, w, b, conv_param):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    key = (C, H, W, HH, WW, conv_param["pad"])
    if key not in TABLES:
        TABLES[key] = Im2Col(C, H, W, HH, WW, conv_param["stride"], conv_param["pad"])
    t = TABLES[key]
    X = t.cols(x.astype("f8"))
    Wr = w.reshape(F, -1).astype("f8")
    out = Wr @ X + np.asarray(b, "f8").reshape(-1, 1)
    out = out.reshape(F, t.oh, t.ow, N).transpose(3, 0, 1, 2)
    return out, (t, X, Wr, w.shape)


def conv_backward(dout, cache):
    t, X, Wr, ws = cache
    N, F = dout.shape[:2]
    db = np.sum(dout, axis=(0, 2, 3), dtype="f8")
    dflat = dout.transpose(1, 2, 3, 0).reshape(F, -1).astype("f8")
    dw = (dflat @ X.T).reshape(ws)
    return t.back(Wr.T @ dflat, N), dw, db
