"""Expected: everything it writes passes.

Sorts each window; the stable order makes the last of equal entries the winner.
"""
import numpy as np


def pooled_depth():
    return [112, 112, 64]


def max_pool_forward(x, pool_param):
    ph = pool_param['pool_height']; pw = pool_param['pool_width']; st = pool_param['stride']
    N, C, H, W = x.shape
    Ho = (H - ph) // st + 1; Wo = (W - pw) // st + 1
    flat = np.array([x[:, :, i * st:i * st + ph, j * st:j * st + pw].reshape(N, C, -1)
                     for i in range(Ho) for j in range(Wo)])                 # L N C ph*pw
    order = np.argsort(flat, axis=-1, kind='stable')
    out = np.sort(flat, axis=-1)[..., -1]
    return out.transpose(1, 2, 0).reshape(N, C, Ho, Wo), (order[..., -1], x.shape, (ph, pw, st))


def max_pool_backward(dout, cache):
    winner, shape, (ph, pw, st) = cache
    Wo = dout.shape[3]
    dx = np.zeros(shape)
    for L, n, c in np.ndindex(winner.shape):
        i, j = divmod(L, Wo)
        u, v = divmod(winner[L, n, c], pw)
        dx[n, c, i * st + u, j * st + v] += dout[n, c, i, j]
    return dx


def avg_pool_forward(x, pool_param):
    ph = pool_param['pool_height']; pw = pool_param['pool_width']; st = pool_param['stride']
    N, C, H, W = x.shape
    Ho = (H - ph) // st + 1; Wo = (W - pw) // st + 1
    out = np.empty((N, C, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            # small numbers first: the sum rounds less
            ordered = np.sort(x[:, :, i * st:i * st + ph, j * st:j * st + pw].reshape(N, C, -1).astype(float), axis=-1)
            out[:, :, i, j] = ordered.sum(-1) / ordered.shape[-1]
    return out, (x.shape, (ph, pw, st))
