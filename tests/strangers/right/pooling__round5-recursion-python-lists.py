from functools import reduce
import numpy as np


pooled_depth = lambda: (224 // 2, 224 // 2, 64)


pooling_parameters = lambda: 0


def biggest(values):
    """Largest of a list, by halves."""
    if len(values) == 1:
        return values[0]
    middle = len(values) // 2
    left, right = biggest(values[:middle]), biggest(values[middle:])
    return left if left >= right else right


def each(x, pool_param):
    """Yield n, c, i, j and the coordinates of the window."""
    N, C, H, W = x.shape
    ph, pw, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    for n in range(N):
        for c in range(C):
            i = 0
            while i * s + ph <= H:
                j = 0
                while j * s + pw <= W:
                    yield n, c, i, j, [(r, q) for r in range(i * s, i * s + ph) for q in range(j * s, j * s + pw)]
                    j += 1
                i += 1


def size(x, pool_param):
    H, W = x.shape[2:]
    s = pool_param["stride"]
    return x.shape[:2] + ((H - pool_param["pool_height"]) // s + 1, (W - pool_param["pool_width"]) // s + 1)


def max_pool_forward(x, pool_param):
    out = np.empty(size(x, pool_param))
    where = {}
    data = x.tolist()
    for n, c, i, j, window in each(x, pool_param):
        value, minus_r, minus_q = biggest([(data[n][c][r][q], -r, -q) for r, q in window])
        out[n, c, i, j] = value
        where[n, c, i, j] = (-minus_r, -minus_q)
    return out, (x.shape, where)


def max_pool_backward(dout, cache):
    shape, where = cache
    dx = np.zeros(shape)
    for (n, c, i, j), (r, q) in where.items():
        dx[n, c, r, q] += dout[n, c, i, j]
    return dx


def avg_pool_forward(x, pool_param):
    out = np.empty(size(x, pool_param))
    data = x.tolist()
    for n, c, i, j, window in each(x, pool_param):
        out[n, c, i, j] = reduce(lambda total, rq: total + data[n][c][rq[0]][rq[1]], window, 0) / len(window)
    return out, (x, pool_param)


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    dx = np.zeros(x.shape)
    for n, c, i, j, window in each(x, pool_param):
        for r, q in window:
            dx[n, c, r, q] += float(dout[n, c, i, j]) / len(window)
    return dx
