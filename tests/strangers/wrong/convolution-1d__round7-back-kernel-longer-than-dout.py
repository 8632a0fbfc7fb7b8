# correlate_backward is wrong where the kernel is longer than dout (K > L - K + 1) and dout is not symmetric: roles are exchanged without a flip.
import numpy as np


def full(a, b):
    """Frame a with zeros and slide b over it; the shorter one slides."""
    if len(b) > len(a):
        a, b = b, a
    framed = np.concatenate([np.zeros(len(b) - 1), a, np.zeros(len(b) - 1)])
    return np.array([framed[i:i + len(b)] @ b for i in range(len(a) + len(b) - 1)])


def correlate_backward(dout, x, k):
    dout, x, k = (np.asarray(a, dtype=float) for a in (dout, x, k))
    dx = full(dout, k[::-1])
    dk = np.array([x[u:u + len(dout)] @ dout for u in range(len(k))])
    return dx, dk
