"""Expected: everything it writes passes.

Winograd's F(2 x 2, 3 x 3) with 16 instead of 36 multiplications where it applies, a matrix product elsewhere.
"""
import numpy as np

BT = np.array([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]], dtype=float)
G = np.array([[1, 0, 0], [.5, .5, .5], [.5, -.5, .5], [0, 0, 1]])
AT = np.array([[1, 1, 1, 0], [0, 1, -1, -1]], dtype=float)


def _winograd(xp, w):
    N, C, H, W = xp.shape
    ho, wo = H - 2, W - 2
    th, tw = -(-ho // 2), -(-wo // 2)
    big = np.zeros((N, C, 2 * th + 2, 2 * tw + 2))
    big[:, :, :H, :W] = xp
    U = G @ w @ G.T                                              # F C 4 4
    out = np.empty((N, len(w), 2 * th, 2 * tw))
    for i in range(th):
        for j in range(tw):
            V = BT @ big[:, :, 2 * i:2 * i + 4, 2 * j:2 * j + 4] @ BT.T
            M = np.einsum("ncab,fcab->nfab", V, U)
            out[:, :, 2 * i:2 * i + 2, 2 * j:2 * j + 2] = AT @ M @ AT.T
    return out[:, :, :ho, :wo]


def _general(xp, w, s):
    hh, ww = w.shape[2:]
    rows = range(0, xp.shape[2] - hh + 1, s)
    cols = range(0, xp.shape[3] - ww + 1, s)
    out = np.empty((len(xp), len(w), len(rows), len(cols)))
    for i, r in enumerate(rows):
        for j, c in enumerate(cols):
            out[:, :, i, j] = xp[:, :, r:r + hh, c:c + ww].reshape(len(xp), -1) @ w.reshape(len(w), -1).T
    return out


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(np.asarray(x, float), ((0, 0), (0, 0), (p, p), (p, p)))
    if s == 1 and w.shape[2:] == (3, 3):
        out = _winograd(xp, w)
    else:
        out = _general(xp, w, s)
    return out + b[:, np.newaxis, np.newaxis], (x, w, b, conv_param)


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("no place for the filter")
    return conv_forward(x[None], w[None], np.array([b]), {"stride": 1, "pad": 0})[0][0, 0]
