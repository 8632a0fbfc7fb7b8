"""Expected: everything it writes passes.

learn_filter_step differentiates numerically; the loss is a parabola, so a step of 1 to both sides is exact. find_filter
takes Newton's step on the same loss.
"""
import numpy as np


def correlate_image(x, k):
    H, W = x.shape
    HH, WW = k.shape
    if HH > H: raise ValueError("too high")
    if WW > W: raise ValueError("too wide")
    r = np.arange(H - HH + 1)[:, None, None, None] + np.arange(HH)[None, None, :, None]
    c = np.arange(W - WW + 1)[None, :, None, None] + np.arange(WW)[None, None, None, :]
    return (x[r, c] * k).sum(axis=(-1, -2))


def loss(x, target, k):
    return ((correlate_image(x, k) - target) ** 2).sum() / 2


def learn_filter_step(x, target, k, rate):
    k = k.astype(float)
    gradient = np.zeros_like(k)
    for at in np.ndindex(*k.shape):
        e = np.zeros_like(k)
        e[at] = 1.0
        gradient[at] = (loss(x, target, k + e) - loss(x, target, k - e)) / 2
    return k - rate * gradient


def find_filter(x, out):
    x = x / 1.0
    units = np.eye(9).reshape(9, 3, 3)
    seen = np.array([correlate_image(x, unit).ravel() for unit in units])
    hessian = seen @ seen.T
    gradient = -seen @ out.ravel()              # at k = 0
    step = np.linalg.lstsq(hessian, -gradient, rcond=None)[0]
    # one refinement takes away the rounding of the squared matrix
    step += np.linalg.lstsq(hessian, seen @ (out.ravel() - seen.T @ step), rcond=None)[0]
    return step.reshape(3, 3)
