import numpy as np


def dot(a, b):
    return 0.0 if len(b) == 0 else float(a[0]) * float(b[0]) + dot(a[1:], b[1:])


def slide(x, k):
    if len(x) < len(k):
        return []
    return [dot(x, k)] + slide(x[1:], k)


def box_filter(x, width):
    return np.array(slide(x, [1.0] * width)) / width


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError
    return np.array(slide(x, k))


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError
    p = (len(k) - 1) // 2
    return np.array(slide(np.hstack([np.zeros(p), x, np.zeros(p)]), k))


def convolve_shrink(x, k):
    return np.array(slide(x, k[::-1]))


def correlate_backward(dout, x, k):
    p = np.zeros(len(k) - 1)
    dx = slide(np.hstack([p, dout, p]), k[::-1])
    dk = slide(x, dout)
    return np.array(dx), np.array(dk)


def convolve_sampled(f, g, dt):
    p = np.zeros(len(g) - 1)
    return dt * np.array(slide(np.hstack([p, f, p]), g[::-1]))


def two_boxes():
    return "B"


def two_gaussians():
    return 2.0


def flip_unseen():
    return "A"
