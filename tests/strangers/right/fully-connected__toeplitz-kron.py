"""Expected: everything it writes passes.

conv_matrix as sums of Kronecker products of shifted selections, one for each cell of the filter.
"""
import numpy as np


def _select(length, window, offset, stride):
    """The matrix that picks entries offset, offset + stride, ... of a signal."""
    places = (length - window) // stride + 1
    return np.eye(length)[offset + stride * np.arange(places)]


def conv_matrix(w, x_shape, stride):
    C, H, W = x_shape
    _, _, HH, WW = w.shape
    return sum(np.kron(w[:, :, u, v], np.kron(_select(H, HH, u, stride), _select(W, WW, v, stride)))
               for u in range(HH) for v in range(WW))


def affine_forward(x, w, b):
    out = np.einsum("nd,dm->nm", x.reshape(len(x), w.shape[0]), w)
    return out + np.broadcast_to(b, out.shape), {"x": x, "w": w}


def affine_backward(dout, cache):
    x, w = cache["x"], cache["w"]
    dx = np.einsum("nm,dm->nd", dout, w)
    dw = np.einsum("nd,nm->dm", x.reshape(dx.shape), dout)
    return dx.reshape(x.shape), dw, np.einsum("nm->m", dout)
