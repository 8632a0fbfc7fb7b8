"""Right work of a fourth round, written without sight of the cases: toeplitz matrix. Expected: everything."""

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


def _matrix(w, C, H, W, S):
    F, _, HH, WW = w.shape
    Ho, Wo = (H - HH) // S + 1, (W - WW) // S + 1
    T = np.zeros((F, Ho, Wo, C, H, W))
    for i in range(Ho):
        for j in range(Wo):
            T[:, i, j, :, i * S:i * S + HH, j * S:j * S + WW] = w
    return T.reshape(F * Ho * Wo, C * H * W), Ho, Wo

def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (P, P), (P, P))).astype(float)
    T, Ho, Wo = _matrix(w, *xp.shape[1:], S)
    out = (xp.reshape(len(x), -1) @ T.T).reshape(len(x), len(w), Ho, Wo)
    for f in range(len(w)):
        out[:, f] += b[f]
    return out, (xp, T, w, S, P)

def conv_backward(dout, cache):
    xp, T, w, S, P = cache
    N, C, Hp, Wp = xp.shape
    d = dout.reshape(N, -1).astype(float)
    dxp = (d @ T).reshape(xp.shape)
    dT = (d.T @ xp.reshape(N, -1)).reshape(len(w), *dout.shape[2:], C, Hp, Wp)
    dw = np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dw += dT[:, i, j, :, i * S:i * S + w.shape[2], j * S:j * S + w.shape[3]]
    return dxp[..., P:Hp - P, P:Wp - P], dw, dout.sum(axis=(0, 2, 3))
