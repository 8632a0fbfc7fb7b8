import numpy as np


def pooled_depth():
    return (224 // 2, 224 // 2, 64)


def pooling_parameters():
    return 0

NEGATIVE = -np.inf


def _pool(kind, x, pool_param, *, dtype=np.float64):
    match pool_param:
        case {"pool_height": hh, "pool_width": ww, "stride": s}:
            pass
        case _:
            raise KeyError("pool_height, pool_width, stride")
    ho, wo = (x.shape[2] - hh) // s + 1, (x.shape[3] - ww) // s + 1
    acc = np.full(x.shape[:2] + (ho, wo), NEGATIVE if kind == "max" else 0.0, dtype=dtype)
    best = np.full(acc.shape, 0, dtype=np.int64)
    for k in range(hh * ww):
        u, v = divmod(k, ww)
        part = x[:, :, u:, v:][:, :, :s * (ho - 1) + 1:s, :s * (wo - 1) + 1:s]
        match kind:
            case "max":
                better = part > acc
                np.copyto(best, k, where=better)
                np.copyto(acc, part, where=better)
            case "avg":
                np.add(acc, part, out=acc)
    if kind == "avg":
        np.divide(acc, hh * ww, out=acc)
    return acc, (x.shape, (hh, ww, s), best)


def max_pool_forward(x, pool_param):
    return _pool("max", x, pool_param)


def max_pool_backward(dout, cache):
    shape, (hh, ww, s), best = cache
    dx = np.zeros(shape)
    it = np.nditer(dout, flags=["multi_index"])
    for g in it:
        n, c, i, j = it.multi_index
        u, v = divmod(int(best[n, c, i, j]), ww)
        dx[n, c, i * s + u, j * s + v] += g
    return dx


def avg_pool_forward(x, pool_param):
    return _pool("avg", x, pool_param)


def avg_pool_backward(dout, cache):
    shape, (hh, ww, s), _ = cache
    dx = np.zeros(shape)
    g = np.multiply(dout, 1.0 / (hh * ww))
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i * s:i * s + hh, j * s:j * s + ww] += g[:, :, i, j, np.newaxis, np.newaxis]
    return dx
