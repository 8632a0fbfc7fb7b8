"""Expected: everything it writes passes.

The layer as a (sparse, but stored dense) matrix acting on the flattened image; backward uses its transpose.
"""
import numpy as np
import numpy.linalg as la  # noqa: F401  (was used for a norm while debugging)


def _places(C, H, W, HH, WW, S, P):
    """For every output place the flat numbers of its pixels; H*W*C stands for 'the frame'."""
    frame = C * H * W
    grid = np.full((C, H + 2 * P, W + 2 * P), frame)
    grid[:, P:P + H, P:P + W] = np.arange(frame).reshape(C, H, W)
    return np.array([grid[:, i:i + HH, j:j + WW].ravel()
                     for i in range(0, H + 2 * P - HH + 1, S)
                     for j in range(0, W + 2 * P - WW + 1, S)])


def matrix_of(w, shape, S, P):
    C, H, W = shape
    F, _, HH, WW = w.shape
    idx = _places(C, H, W, HH, WW, S, P)
    L = len(idx)
    M = np.zeros((F, L, C * H * W + 1))
    for f in range(F):
        M[f, np.arange(L)[:, None], idx] = w[f].ravel()
    return M[:, :, :-1].reshape(F * L, C * H * W), idx


def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    M, idx = matrix_of(w, (C, H, W), S, P)
    out = (x.reshape(N, -1) @ M.T).reshape(N, F, (H + 2 * P - HH) // S + 1, (W + 2 * P - WW) // S + 1)
    return out + b[None, :, None, None], (x, w.shape, M, idx)


def conv_backward(dout, cache):
    x, wshape, M, idx = cache
    N, F = dout.shape[:2]
    D = dout.reshape(N, -1)
    dx = (D @ M).reshape(x.shape)
    dM = D.T @ x.reshape(N, -1)                    # the gradient of every entry of the matrix ...
    dM = np.hstack([dM, np.zeros((len(dM), 1))]).reshape(F, len(idx), -1)
    dw = dM[:, np.arange(len(idx))[:, None], idx].sum(axis=1)     # ... collected where it is shared
    return dx, dw.reshape(wshape), D.reshape(N, F, -1).sum(axis=(0, 2))


def conv_map(x, w, b):
    if len(x) != len(w):
        raise ValueError("the depth must match")
    if min(np.subtract(x.shape, w.shape)) < 0:
        raise ValueError("the filter is larger than the image")
    out, _ = conv_forward(x[None], w[None], np.array([b]), {"stride": 1, "pad": 0})
    return out[0, 0]
