"""Expected: everything it writes passes.

Backward pixel by pixel, as a gather: for each pixel and each weight it works out which outputs saw both, with divmod.
"""
import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param['stride'], conv_param['pad']
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Ho, Wo = (H + 2 * p - HH) // s + 1, (W + 2 * p - WW) // s + 1
    out = np.repeat(np.repeat(np.tile(b.astype(float), (N, 1))[:, :, None, None], Ho, 2), Wo, 3)
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                r0, r1 = max(i * s - p, 0), min(i * s - p + HH, H)
                for j in range(Wo):
                    c0, c1 = max(j * s - p, 0), min(j * s - p + WW, W)
                    if r0 < r1 and c0 < c1:
                        k = w[f, :, r0 - i * s + p:r1 - i * s + p, c0 - j * s + p:c1 - j * s + p]
                        out[n, f, i, j] += (x[n, :, r0:r1, c0:c1] * k).sum()
    return out, (x, w, s, p)


def conv_backward(dout, cache):
    x, w, s, p = cache
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Ho, Wo = dout.shape[2:]
    dx = np.zeros((N, C, H, W))
    dw = np.zeros((F, C, HH, WW))
    for r in range(H):
        for u in range(HH):
            i, rest = divmod(r + p - u, s)
            if rest or not 0 <= i < Ho:
                continue
            for q in range(W):
                for v in range(WW):
                    j, rest = divmod(q + p - v, s)
                    if rest or not 0 <= j < Wo:
                        continue
                    d = dout[:, :, i, j]
                    dx[:, :, r, q] += d.dot(w[:, :, u, v])
                    dw[:, :, u, v] += d.T.dot(x[:, :, r, q])
    return dx, dw, np.array([dout[:, f].sum() for f in range(F)])
