"""Expected: everything it writes passes.

At ties one of the largest entries is drawn by lot in the forward pass, window by window, with Python's random module.
"""
import random
import numpy as np


class Lottery:
    def __init__(self, seed=None):
        self.random = random.Random(seed)

    def draw(self, window):
        best = max(window.values())
        return self.random.choice([place for place, value in window.items() if value == best])


def max_pool_forward(x, pool_param):
    height, width, step = (pool_param[k] for k in ["pool_height", "pool_width", "stride"])
    N, C, H, W = x.shape
    tops, lefts = range(0, H - height + 1, step), range(0, W - width + 1, step)
    lottery = Lottery(42)
    chosen = []
    for n in range(N):
        for c in range(C):
            m = x[n, c].tolist()
            chosen.append([[lottery.draw({(u, v): m[u][v] for u in range(t, t + height) for v in range(l, l + width)})
                            for l in lefts] for t in tops])
    chosen = np.array(chosen).reshape(N, C, len(tops), len(lefts), 2)
    nn, cc = np.ogrid[:N, :C]
    out = x[nn[..., None, None], cc[..., None, None], chosen[..., 0], chosen[..., 1]]
    return out, (chosen, x.shape)


def max_pool_backward(dout, cache):
    chosen, shape = cache
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(dout.shape):
        u, v = chosen[n, c, i, j]
        dx[n, c, u, v] += dout[n, c, i, j]
    return dx
