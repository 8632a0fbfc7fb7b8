"""Expected: everything it writes passes.

numerical_gradient calls the student's own affine_forward with a generator over entries, restores a private copy, and
runs tests under __main__.
"""
import numpy as np


def affine_forward(x, w, b):
    n = len(x)
    out = np.inner(x.reshape(n, -1), w.T)
    return out + b, (x, w, b)


def squared_error(x, w, b, target):
    out, _ = affine_forward(x, w, b)
    return np.square(out - target).sum() / 2


def nudged(w, h):
    """Yield index, w with one entry higher, w with it lower; the arrays are reused."""
    up, down = w.astype(float), w.astype(float)
    for at, value in np.ndenumerate(w):
        up[at], down[at] = value + h, value - h
        yield at, up, down
        up[at] = down[at] = value


def numerical_gradient(x, w, b, target, h):
    dw = np.zeros(w.shape)
    for at, up, down in nudged(w, h):
        dw[at] = (squared_error(x, up, b, target) - squared_error(x, down, b, target)) / (2 * h)
    return dw


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    x, w, b, t = rng.normal(size=(3, 4)), rng.normal(size=(4, 2)), rng.normal(size=2), rng.normal(size=(3, 2))
    exact = x.T @ (x @ w + b - t)
    assert np.allclose(numerical_gradient(x, w, b, t, 1e-3), exact)
    print("all tests passed")
