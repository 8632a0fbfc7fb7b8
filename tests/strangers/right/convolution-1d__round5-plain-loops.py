import numpy as np


def two_boxes():
    return "B"


def two_gaussians():
    return 2.0


def flip_unseen():
    return "A"


def box_filter(x, width):
    return np.array([float(sum(x[i:i + width].tolist())) / width for i in range(len(x) - width + 1)])


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("kernel too long")
    x, k = x.astype(float), k.astype(float)
    out = np.zeros(len(x) - len(k) + 1)
    for i in range(len(out)):
        for u in range(len(k)):
            out[i] += k[u] * x[i + u]
    return out


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("even kernel")
    p = len(k) // 2
    return correlate_shrink(np.concatenate([np.zeros(p), x, np.zeros(p)]), k)


def convolve_shrink(x, k):
    return correlate_shrink(x, k[::-1])


def correlate_backward(dout, x, k):
    dx, dk = np.zeros(len(x)), np.zeros(len(k))
    for i, g in enumerate(dout.astype(float)):
        dx[i:i + len(k)] += g * k
        dk += g * x[i:i + len(k)]
    return dx, dk


def convolve_sampled(f, g, dt):
    out = np.zeros(len(f) + len(g) - 1)
    for i in range(len(f)):
        for j in range(len(g)):
            out[i + j] += float(f[i]) * float(g[j])
    return out * dt
