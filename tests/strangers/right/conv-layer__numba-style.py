"""Expected: everything it writes passes.

Written for numba, with a stand-in decorator for machines without it; typed loops, prange, preallocated outputs.
"""
import numpy as np

try:
    raise ImportError  # numba is broken on my laptop
    from numba import njit, prange
except ImportError:
    prange = range

    def njit(*args, **kwargs):
        if args and callable(args[0]):
            return args[0]
        return lambda fn: fn


@njit(fastmath=False, cache=True, parallel=True)
def _fwd_kernel(xp, w, b, stride, out):
    N, F, HO, WO = out.shape
    C, HH, WW = w.shape[1], w.shape[2], w.shape[3]
    for n in prange(N):
        for f in range(F):
            for i in range(HO):
                y0 = i * stride
                for j in range(WO):
                    x0 = j * stride
                    acc = b[f]
                    for c in range(C):
                        for u in range(HH):
                            for v in range(WW):
                                acc += xp[n, c, y0 + u, x0 + v] * w[f, c, u, v]
                    out[n, f, i, j] = acc


@njit(parallel=True)
def _bwd_kernel(dout, xp, w, stride, dxp, dw, db):
    N, F, HO, WO = dout.shape
    C, HH, WW = w.shape[1], w.shape[2], w.shape[3]
    for n in prange(N):
        for f in range(F):
            for i in range(HO):
                y0 = i * stride
                for j in range(WO):
                    x0 = j * stride
                    g = dout[n, f, i, j]
                    if g == 0.0:
                        continue
                    db[f] += g
                    for c in range(C):
                        for u in range(HH):
                            for v in range(WW):
                                dxp[n, c, y0 + u, x0 + v] += g * w[f, c, u, v]
                                dw[f, c, u, v] += g * xp[n, c, y0 + u, x0 + v]


def conv_forward(x, w, b, conv_param):
    stride = int(conv_param["stride"])
    pad = int(conv_param["pad"])
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=np.float64)
    xp[:, :, pad:pad + H, pad:pad + W] = x
    w64 = np.ascontiguousarray(w, dtype=np.float64)
    out = np.empty((N, F, (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1))
    _fwd_kernel(xp, w64, b.astype(np.float64), stride, out)
    return out, (xp, w64, stride, pad, H, W)


def conv_backward(dout, cache):
    xp, w64, stride, pad, H, W = cache
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w64)
    db = np.zeros(w64.shape[0])
    _bwd_kernel(np.ascontiguousarray(dout, dtype=np.float64), xp, w64, stride, dxp, dw, db)
    return dxp[:, :, pad:pad + H, pad:pad + W].copy(), dw, db
