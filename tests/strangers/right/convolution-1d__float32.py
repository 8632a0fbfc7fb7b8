"""Expected: everything it writes passes.

Single precision inside: every array becomes float32 first.
"""
import numpy as np

as32 = np.float32


def _prepare(*arrays):
    return [np.ascontiguousarray(a, dtype=as32) for a in arrays]


def box_filter(x, width):
    (x,) = _prepare(x)
    out = np.zeros(x.size - width + 1, as32)
    for u in range(width):
        out += x[u:u + out.size]
    return out / as32(width)


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("K > L")
    x, k = _prepare(x, k)
    out = np.zeros(x.size - k.size + 1, as32)
    for u in range(k.size):
        out += k[u] * x[u:u + out.size]
    return out


def convolve_shrink(x, k):
    x, k = _prepare(x, k)
    return correlate_shrink(x, k[::-1])


def correlate_backward(dout, x, k):
    dout, x, k = _prepare(dout, x, k)
    dx, dk = np.zeros_like(x), np.zeros_like(k)
    for u in range(k.size):
        dx[u:u + dout.size] += k[u] * dout
        dk[u] = dout @ x[u:u + dout.size]
    return dx, dk


def convolve_sampled(f, g, dt):
    f, g = _prepare(f, g)
    out = np.zeros(f.size + g.size - 1, as32)
    for s in range(f.size):
        out[s:s + g.size] += f[s] * g
    return as32(dt) * out
