"""Expected: everything it writes passes.

The filter as a matrix on the flattened image, block Toeplitz; the gradient by the matrix that is linear in the weights.
"""
import numpy as np


def matrix(k, shape):
    H, W = shape
    h, w = k.shape
    ho, wo = H - h + 1, W - w + 1
    if ho < 1 or wo < 1:
        raise ValueError("The filter is larger than the image.")
    blocks = [sum((k[u, v] * np.eye(wo, W, v) for v in range(w)), np.zeros((wo, W))) for u in range(h)]
    return sum(np.kron(np.eye(ho, H, u), block) for u, block in enumerate(blocks)), (ho, wo)


def correlate_image(x, k):
    M, shape = matrix(k, x.shape)
    return (M @ x.ravel()).reshape(shape)


def learn_filter_step(x, target, k, rate):
    M, shape = matrix(k, x.shape)
    e = M @ x.ravel() - target.ravel()
    gradient = np.empty(k.shape)
    for at in np.ndindex(k.shape):
        unit = np.zeros(k.shape)
        unit[at] = 1
        gradient[at] = e @ (matrix(unit, x.shape)[0] @ x.ravel())
    return k - np.multiply(rate, gradient)


def edge_detection(x):
    return correlate_image(x, np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]))
