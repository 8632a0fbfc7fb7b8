# avg_pool_backward is wrong for a dout of float64 in C order: it divides the caller's dout in place; called twice with one dout, the second answer is too small.
import numpy as np


def avg_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    Ho, Wo = (H - ph) // s + 1, (W - pw) // s + 1
    out = np.zeros((N, C, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = x[:, :, i * s:i * s + ph, j * s:j * s + pw].mean(axis=(2, 3), dtype=float)
    return out, (x.shape, pool_param)


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    share = np.ascontiguousarray(dout, dtype=float)
    share /= ph * pw
    dx = np.zeros(shape)
    for i in range(share.shape[2]):
        for j in range(share.shape[3]):
            dx[:, :, i * s:i * s + ph, j * s:j * s + pw] += share[:, :, i, j, None, None]
    return dx
