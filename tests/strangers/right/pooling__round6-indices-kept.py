"""Places of the maxima are kept in a list and used in the order of the loops."""

import numpy as np


def windows(x, p):
    hh, ww, s = p["pool_height"], p["pool_width"], p["stride"]
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for i, r in enumerate(range(0, x.shape[2] - hh + 1, s)):
                for j, q in enumerate(range(0, x.shape[3] - ww + 1, s)):
                    yield (n, c, i, j), (n, c, slice(r, r + hh), slice(q, q + ww))


def size(x, p):
    return (*x.shape[:2], 1 + (x.shape[2] - p["pool_height"]) // p["stride"], 1 + (x.shape[3] - p["pool_width"]) // p["stride"])


def max_pool_forward(x, pool_param):
    out = np.empty(size(x, pool_param), dtype=x.dtype)
    places = []
    for at, window in windows(x, pool_param):
        block = x[window]
        k = block.argmax()
        row, col = divmod(int(k), block.shape[1])
        places.append((at[0], at[1], window[2].start + row, window[3].start + col))
        out[at] = block[row, col]
    return out, {"places": places, "shape": x.shape}


def max_pool_backward(dout, cache):
    dx = np.zeros(cache["shape"])
    for place, g in zip(cache["places"], dout.flat):
        dx[place] += g
    return dx


def avg_pool_forward(x, pool_param):
    out = np.empty(size(x, pool_param))
    for at, window in windows(x, pool_param):
        out[at] = np.average(x[window])
    return out, (x, pool_param)


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    area = pool_param["pool_height"] * pool_param["pool_width"]
    dx = np.zeros(x.shape, dtype=np.float64)
    for at, window in windows(x, pool_param):
        dx[window] += dout[at] / area
    return dx
