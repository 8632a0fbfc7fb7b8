"""Expected: everything it writes passes.

Ties go to the first entry in even places and to the last in odd ones, half and half between both when the row is odd.
"""
import numpy as np


def _geometry(x, q):
    return ((x.shape[2] - q["pool_height"]) // q["stride"] + 1,
            (x.shape[3] - q["pool_width"]) // q["stride"] + 1)


def max_pool_forward(x, pool_param):
    q = dict(pool_param)
    ho, wo = _geometry(x, q)
    out = np.empty((*x.shape[:2], ho, wo))
    for i in range(ho):
        rows = x[:, :, i * q["stride"]:][:, :, :q["pool_height"]].max(axis=2)
        for j in range(wo):
            out[:, :, i, j] = rows[:, :, j * q["stride"]:][:, :, :q["pool_width"]].max(axis=2)
    return out, (x.copy(), q)


def max_pool_backward(dout, cache):
    x, q = cache
    S, hh, ww = q["stride"], q["pool_height"], q["pool_width"]
    dx = np.zeros(x.shape)
    for (n, c, i, j), g in np.ndenumerate(dout):
        sub = x[n, c, i * S:i * S + hh, j * S:j * S + ww]
        flat = sub.ravel()
        first = int(flat.argmax())
        last = flat.size - 1 - int(flat[::-1].argmax())
        a, b = divmod(first, ww), divmod(last, ww)
        weight = 0.5 if i % 2 else float(j % 2 == 0)
        dx[n, c, i * S + a[0], j * S + a[1]] += weight * g
        dx[n, c, i * S + b[0], j * S + b[1]] += (1 - weight) * g
    return dx
