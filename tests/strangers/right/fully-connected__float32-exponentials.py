"""Expected: everything it writes passes.

The exponentials and their sum are float32, as in a mixed precision framework; the layer computes in float32 too.
"""
import numpy as np

f32 = np.float32


def softmax_loss(x, y):
    z = (x - x.max(1, keepdims=True)).astype(f32)
    e = np.exp(z)
    total = e.sum(1, keepdims=True, dtype=f32)
    n = np.arange(x.shape[0])
    loss = np.mean(np.log(total[:, 0]) - z[n, y])
    dx = e / total
    dx[n, y] -= f32(1)
    dx *= f32(1.0 / len(n))
    return loss, dx


def affine_forward(x, w, b):
    flat = x.reshape(x.shape[0], -1).astype(f32)
    out = flat @ w.astype(f32)
    out += b.astype(f32)
    return out, (flat, w.astype(f32), x.shape)


def affine_backward(dout, cache):
    flat, w, shape = cache
    g = dout.astype(f32)
    return (g @ w.T).reshape(shape), flat.T @ g, g.sum(0)
