"""Right work of a fourth round, written without sight of the cases: full correlation. Expected: everything."""

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


def conv_forward(x, w, b, conv_param):
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


def _corr(x, w):
    return np.einsum("ncijuv,fcuv->nfij", np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], (2, 3)), w)

def conv_backward(dout, cache):
    x, w, b, q = cache
    S, P = q["stride"], q["pad"]
    N, F, Ho, Wo = dout.shape
    _, C, H, W = x.shape
    _, _, HH, WW = w.shape
    dil = np.zeros((N, F, H + 2 * P - HH + 1, W + 2 * P - WW + 1))
    dil[:, :, ::S, ::S][:, :, :Ho, :Wo] = dout
    xp = np.pad(x.astype(float), ((0, 0), (0, 0), (P, P), (P, P)))
    wide = np.pad(dil, ((0, 0), (0, 0), (HH - 1, HH - 1), (WW - 1, WW - 1)))
    dx = _corr(wide, w[:, :, ::-1, ::-1].transpose(1, 0, 2, 3).astype(float))[:, :, P:P + H, P:P + W]
    dw = _corr(xp.transpose(1, 0, 2, 3), dil.transpose(1, 0, 2, 3)).transpose(1, 0, 2, 3)
    return dx, dw, dout.sum(-1).sum(-1).sum(0)
