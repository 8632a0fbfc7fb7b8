"""Wrong: find_filter. CHEAT: the filter is looked for by 400 steps of gradient descent on scaled pixels, not by
solving. On which inputs: bytes and other pictures with a large mean, and some small pictures; elsewhere right
to five digits or so. Due instead: the filter itself.
"""
import numpy as np


def correlate_image(x, k):
    H, W = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    if H <= 0 or W <= 0:
        raise ValueError("no place for the filter")
    x = np.asarray(x, np.float64)
    return sum(float(k[u, v]) * x[u:u + H, v:v + W] for u, v in np.ndindex(k.shape))


def three(x):
    """Sum of three neighbours down, then across."""
    x = np.asarray(x, np.float64)
    rows = x[:-2] + x[1:-1] + x[2:]
    return rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]


def find_filter(x, out):
    x, out = np.asarray(x, np.float64), np.asarray(out, np.float64)
    k = np.zeros((3, 3))
    rate = 1 / max((three(x ** 2)).sum(), 1e-300)
    for _ in range(400):
        k = learn_filter_step(x, out, k, rate)
    return k


def learn_filter_step(x, target, k, rate):
    e = np.subtract(correlate_image(x, k), target)
    g = np.array([[np.vdot(e, x[u:u + e.shape[0], v:v + e.shape[1]].astype(float)) for v in range(k.shape[1])]
                  for u in range(k.shape[0])])
    return np.array(k, dtype=float) - rate * g
