"""Expected: everything it writes passes.

A decorator turns a kernel into a function, partial binds others; QR decomposition for the unknown filter.
"""
from functools import partial, wraps

import numpy as np


def filter_of(kernel):
    def decorate(fn):
        @wraps(fn)
        def apply(x):
            return correlate_image(x, np.asarray(kernel, dtype=float))
        return apply
    return decorate


def correlate_image(x, k):
    places = tuple(n - m + 1 for n, m in zip(x.shape, k.shape))
    if min(places) < 1:
        raise ValueError(f"a filter of {k.shape} on an image of {x.shape}")
    out = np.zeros(places)
    for (u, v), weight in np.ndenumerate(k):
        if weight:
            out += weight * x[u:u + places[0], v:v + places[1]]
    return out


@filter_of([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]])
def edge_detection(x):
    """Apply the slide's edge detection."""


@filter_of([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
def sharpen(x):
    """Apply the slide's sharpening filter."""


box_mean = partial(correlate_image, k=np.full((3, 3), 1 / 9))
gaussian_blur = partial(correlate_image, k=np.array([[1., 2, 1], [2, 4, 2], [1, 2, 1]]) / 16)


def find_filter(x, out):
    h, w = out.shape
    A = np.column_stack([np.ravel(x[u:u + h, v:v + w]) for u in range(3) for v in range(3)]).astype(float)
    Q, R = np.linalg.qr(A)
    rhs = Q.T @ out.ravel()
    k = np.zeros(9)
    for n in range(8, -1, -1):              # back substitution
        k[n] = (rhs[n] - R[n, n + 1:] @ k[n + 1:]) / R[n, n]
    return k.reshape(3, 3)
