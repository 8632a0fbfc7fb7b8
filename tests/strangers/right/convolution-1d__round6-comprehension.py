import numpy as np


def box_filter(x, width):
    return np.array([sum(map(float, x[i:i + width])) / width for i in range(len(x) - width + 1)])


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("kernel longer than signal")
    return np.array([sum(float(p) * float(q) for p, q in zip(x[i:], k)) for i in range(len(x) - len(k) + 1)])


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("even kernel")
    frame = [0] * (len(k) // 2)
    return correlate_shrink(frame + list(x) + frame, k)


def convolve_shrink(x, k):
    return correlate_shrink(x, list(reversed(k)))


def correlate_backward(dout, x, k):
    dx = [0.0] * len(x)
    for i, d in enumerate(dout):
        for u, w in enumerate(k):
            dx[i + u] += float(d) * float(w)
    return np.array(dx), correlate_shrink(x, dout)


def convolve_sampled(f, g, dt):
    out = [0.0] * (len(f) + len(g) - 1)
    for i, p in enumerate(f):
        for j, q in enumerate(g):
            out[i + j] += float(p) * float(q)
    return np.array([dt * v for v in out])


def two_boxes():
    return "B"


def two_gaussians():
    return 2.0


def flip_unseen():
    return "A"
