"""Expected: everything it writes passes.

Column-major thinking of a MATLAB user: Fortran order everywhere, windows column by column, results in Fortran order.
"""
import numpy as np
from numpy.linalg import lstsq as mldivide


def im2col(A, m, n):
    r, c = A.shape
    cols = [A[i:i + m, j:j + n].ravel(order='F') for j in range(c - n + 1) for i in range(r - m + 1)]
    return np.array(cols).T if cols else np.zeros((m * n, 0))


def correlate_image(x, k):
    r, c = x.shape
    m, n = k.shape
    if m > r or n > c:
        raise ValueError('Kernel must not exceed the image.')
    return (k.ravel(order='F') @ im2col(x, m, n)).reshape((r - m + 1, c - n + 1), order='F')


def find_filter(x, out):
    k = mldivide(im2col(x, 3, 3).T, out.ravel(order='F'), rcond=None)[0]
    return k.reshape((3, 3), order='F')


def learn_filter_step(x, target, k, rate):
    cols = im2col(x, *k.shape)
    e = k.ravel(order='F') @ cols - target.ravel(order='F')
    return k - rate * (cols @ e).reshape(k.shape, order='F')


def sharpen(x):
    return correlate_image(x, np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]))


def gaussian_blur(x):
    g = np.array([[1, 2, 1]]) / 4
    return correlate_image(correlate_image(x, g), g.T)
