import numpy as np

_STORE = {}
_NEXT = 0


def _keep(value):
    global _NEXT
    _NEXT += 1
    _STORE[_NEXT] = value
    return _NEXT


def pooled_depth():
    return 112, 112, 64


def pooling_parameters():
    return 0


def max_pool_forward(x, pool_param):
    a, b, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    n, c, h, w = x.shape
    ho, wo = (h - a) // s + 1, (w - b) // s + 1
    winners = {}
    out = np.empty((n, c, ho, wo))
    for p in np.ndindex(out.shape):
        m, k, i, j = p
        best = None
        for u in range(a):
            for v in range(b):
                q = (m, k, i * s + u, j * s + v)
                if best is None or x[q] > x[best]:
                    best = q
        winners[p] = best
        out[p] = x[best]
    return out, (_keep(winners), x.shape)


def max_pool_backward(dout, cache):
    key, shape = cache
    dx = np.zeros(shape)
    for p, q in _STORE[key].items():
        dx[q] += dout[p]
    return dx


def avg_pool_forward(x, pool_param):
    a, b, s = (pool_param[k] for k in ("pool_height", "pool_width", "stride"))
    n, c, h, w = x.shape
    out = np.zeros((n, c, (h - a) // s + 1, (w - b) // s + 1))
    members = {p: [(p[0], p[1], p[2] * s + u, p[3] * s + v) for u in range(a) for v in range(b)]
               for p in np.ndindex(out.shape)}
    for p, qs in members.items():
        out[p] = sum(float(x[q]) for q in qs) / len(qs)
    return out, (_keep(members), x.shape)


def avg_pool_backward(dout, cache):
    key, shape = cache
    dx = np.zeros(shape)
    for p, qs in _STORE[key].items():
        for q in qs:
            dx[q] += float(dout[p]) / len(qs)
    return dx
