# affine_backward is wrong: after another affine_forward with x and w of the same shapes it uses that call's numbers
import numpy as np

CACHES: dict[str, object] = {}


def dense_parameters(inputs: int, outputs: int) -> int:
    return int(np.prod((inputs, outputs), dtype=object) + outputs)


def weights_of_a_normal_image() -> int:
    image = 1000 * 1000 * 3
    return image * 1000


def more_layers() -> str:
    return "B"


def weight_sharing() -> str:
    return "C"


def affine_forward(x, w, b):
    N = x.shape[0]
    out = np.repeat(np.asarray(b, float)[None, :], N, axis=0)
    flat = np.asarray(x, float).reshape(N, -1)
    for d in range(w.shape[0]):                    # rank-one updates
        out += flat[:, d, None] * w[d].astype(float)
    key = f"affine-{x.shape}-{w.shape}"
    CACHES[key] = (flat, np.array(w, float), x.shape)
    return out, key


def affine_backward(dout, cache):
    flat, w, shape = CACHES[cache]
    dw = sum(np.outer(row, np.asarray(g, float)) for row, g in zip(flat, dout))
    db = np.add.reduce(dout, axis=0, dtype=float)
    dx = np.vstack([w @ np.asarray(g, float) for g in dout]).reshape(shape)
    return dx, dw, db


def relu_forward(x):
    return np.where(x > 0, x, 0), {"positive": x > 0}


def relu_backward(dout, cache):
    dx = np.zeros(dout.shape)
    np.copyto(dx, dout, where=cache["positive"])
    return dx


def softmax_loss(x, y):
    N, K = x.shape
    x = x.astype(float)
    # differences with the right class; log(1 + sum exp(others - right))
    diff = x - x[range(N), y][:, None]
    top = diff.max(1)
    L = top + np.log(np.exp(diff - top[:, None]).sum(1))
    dx = np.exp(diff - L[:, None])
    dx[range(N), y] -= 1
    return float(L.mean()), dx / N


def numerical_gradient(x, w, b, target, h):
    flat = x.reshape(x.shape[0], -1).astype(float)
    w0 = w.astype(float)
    W = np.broadcast_to(w0, (w.size,) + w.shape).copy()
    k = np.arange(w.size)
    rows, cols = np.unravel_index(k, w.shape)
    res = []
    for sign in (+1, -1):
        V = W.copy()
        V[k, rows, cols] += sign * h
        res.append(0.5 * ((flat @ V + b - target) ** 2).sum(axis=(1, 2)))
    return ((res[0] - res[1]) / (2 * h)).reshape(w.shape)


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    ho, wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    M = np.zeros((F, ho, wo, C, H, W))
    s = M.strides
    # writing through a strided view: the window of output (i, j) begins at row i*S, column j*S
    view = np.lib.stride_tricks.as_strided(M, (F, ho, wo, C, HH, WW),
                                           (s[0], s[1] + stride * s[4], s[2] + stride * s[5], s[3], s[4], s[5]))
    view[...] = w[:, None, None]
    return M.reshape(F * ho * wo, -1)
