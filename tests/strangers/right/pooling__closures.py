"""Expected: everything it writes passes.

A factory makes both layers; caches are one-element tuples with a function that knows the way back.
"""
import numpy as np


def _make(reduce, weights):
    """reduce(windows) gives the output, weights(windows, out) the derivative by each entry."""
    def forward(x, pool_param):
        hh, ww, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
        spots = [(i, j) for i in range(0, x.shape[2] - hh + 1, s) for j in range(0, x.shape[3] - ww + 1, s)]
        windows = [x[:, :, i:i + hh, j:j + ww] for i, j in spots]
        ho = (x.shape[2] - hh) // s + 1
        out = np.moveaxis(np.array([reduce(win) for win in windows]), 0, -1).reshape(*x.shape[:2], ho, -1)

        def back(dout):
            dx = np.zeros(x.shape)
            for (i, j), win, g in zip(spots, windows, np.moveaxis(dout.reshape(*dout.shape[:2], -1), -1, 0)):
                dx[:, :, i:i + hh, j:j + ww] += weights(win) * g[:, :, None, None]
            return dx

        return out, (back,)

    def backward(dout, cache):
        return cache[0](dout)

    return forward, backward


def _last_largest(win):
    n, c, h, w = win.shape
    back_to_front = win.reshape(n, c, -1)[:, :, ::-1]
    one = np.zeros((n, c, h * w))
    np.put_along_axis(one, h * w - 1 - back_to_front.argmax(-1)[..., None], 1.0, -1)
    return one.reshape(win.shape)


max_pool_forward, max_pool_backward = _make(lambda win: win.max((2, 3)), _last_largest)
avg_pool_forward, avg_pool_backward = _make(lambda win: win.sum((2, 3)) / (win.shape[2] * win.shape[3]),
                                            lambda win: np.full(win.shape, 1 / (win.shape[2] * win.shape[3])))
