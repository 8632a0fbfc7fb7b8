"""Expected: everything it writes passes.

np.vectorize over output indices, with the image bound in a closure.
"""
import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("%s vs %s" % (x.shape, w.shape))
    mul = np.vectorize(lambda p, q: float(p) * float(q), otypes=[float])
    return mul(x, w).sum() + b


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or any(p < q for p, q in zip(x.shape, w.shape)):
        raise ValueError("bad shapes")
    h, v = w.shape[1:]
    at = np.vectorize(lambda i, j: np.vdot(x[:, i:i + h, j:j + v].ravel(), w.ravel()) + b, otypes=[float])
    return at(*np.indices((x.shape[1] - h + 1, x.shape[2] - v + 1)))


def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (P, P), (P, P)))
    h, v = w.shape[2:]
    shape = (len(x), len(w), (xp.shape[2] - h) // S + 1, (xp.shape[3] - v) // S + 1)

    @np.vectorize
    def value(n, f, i, j):
        return float((xp[n, :, i * S:i * S + h, j * S:j * S + v] * w[f]).sum() + b[f])

    return value(*np.indices(shape)), (xp, w, S, P)


def conv_backward(dout, cache):
    xp, w, S, P = cache
    F, C, h, v = w.shape
    dxp, dw, db = np.zeros(xp.shape), np.zeros(w.shape), np.zeros(F)

    def scatter(n, f, i, j):
        d = dout[n, f, i, j]
        r, q = slice(i * S, i * S + h), slice(j * S, j * S + v)
        dxp[n, :, r, q] += d * w[f]
        dw[f] += d * xp[n, :, r, q]
        db[f] += d
        return 0

    np.vectorize(scatter, otypes=[int])(*np.indices(dout.shape))
    return dxp[:, :, P:dxp.shape[2] - P, P:dxp.shape[3] - P], dw, db
