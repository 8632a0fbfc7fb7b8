"""Expected: everything it writes passes.

A flat buffer and explicit index arithmetic, as for numba or a translation from C; the average's backward goes one axis at a time.
"""
import math
import numpy as np

NEG_HUGE = -math.inf


def jit(fn=None, **_):
    return fn if fn is not None else jit


@jit(nopython=True)
def _pool(buf, n_maps, H, W, hh, ww, s, ho, wo, out, idx, take_max):
    for m in range(n_maps):
        base = m * H * W
        for i in range(ho):
            for j in range(wo):
                acc = NEG_HUGE if take_max else 0.0
                arg = -1
                p = base + i * s * W + j * s
                for u in range(hh):
                    q = p + u * W
                    for v in range(ww):
                        val = buf[q + v]
                        if take_max:
                            if arg < 0 or val > acc:
                                acc = val
                                arg = q + v
                        else:
                            acc += val
                o = (m * ho + i) * wo + j
                out[o] = acc
                idx[o] = arg
    return 0


def _run(x, pool_param, take_max):
    N, C, H, W = x.shape
    hh, ww, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    ho, wo = (H - hh) // s + 1, (W - ww) // s + 1
    buf = np.ascontiguousarray(x, dtype=np.float64).reshape(-1)
    out = np.empty(N * C * ho * wo)
    idx = np.empty(N * C * ho * wo, dtype=np.int64)
    _pool(buf, N * C, H, W, hh, ww, s, ho, wo, out, idx, take_max)
    return out.reshape(N, C, ho, wo), idx


def max_pool_forward(x, pool_param):
    out, idx = _run(x, pool_param, True)
    return out, (idx, x.shape)


@jit
def max_pool_backward(dout, cache):
    idx, shape = cache
    dx = np.zeros(shape[0] * shape[1] * shape[2] * shape[3])
    d = np.ascontiguousarray(dout).reshape(-1)
    for o in range(d.shape[0]):
        dx[idx[o]] += d[o]
    return dx.reshape(shape)


def avg_pool_forward(x, pool_param):
    out, _ = _run(x, pool_param, False)
    out *= 1.0 / (pool_param['pool_height'] * pool_param['pool_width'])
    return out, (x.shape, tuple(pool_param[k] for k in ('pool_height', 'pool_width', 'stride')))


def avg_pool_backward(dout, cache):
    (N, C, H, W), (hh, ww, s) = cache
    rows = np.zeros((N, C, H, dout.shape[3]))
    for i in range(dout.shape[2]):
        for u in range(hh):
            rows[:, :, i * s + u, :] += dout[:, :, i, :] / hh
    dx = np.zeros((N, C, H, W))
    for j in range(dout.shape[3]):
        for v in range(ww):
            dx[:, :, :, j * s + v] += rows[:, :, :, j] / ww
    return dx
