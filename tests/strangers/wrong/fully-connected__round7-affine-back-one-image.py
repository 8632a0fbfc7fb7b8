# affine_backward is wrong for a batch of one image: db has shape (1, M) instead of (M,).
import numpy as np


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1).astype(float) @ w + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    dout = np.asarray(dout, dtype=float)
    dx = (dout @ w.T).reshape(x.shape)
    dw = x.reshape(N, -1).T @ dout
    db = dout
    if N > 1:
        db = dout.sum(axis=0)
    return dx, dw, db
