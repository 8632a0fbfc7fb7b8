"""Expected: everything it writes passes.

At ties each window splits its gradient at random (Dirichlet weights), differently at each call; overlapping windows split independently.
"""
import numpy as np

rng = np.random.default_rng()


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    win = np.lib.stride_tricks.sliding_window_view(x, (ph, pw), axis=(2, 3))[:, :, ::s, ::s]
    return win.max(axis=(-2, -1)).astype(float), (x, ph, pw, s)


def max_pool_backward(dout, cache):
    x, ph, pw, s = cache
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        at = np.s_[n, c, i * s:i * s + ph, j * s:j * s + pw]
        top = np.flatnonzero(x[at] == x[at].max())
        share = np.zeros(ph * pw)
        share[top] = rng.dirichlet(np.ones(len(top)))
        dx[at] += dout[n, c, i, j] * share.reshape(ph, pw)
    return dx
