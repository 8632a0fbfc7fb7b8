"""Wrong: correlate_image. The window is laid around a middle pixel, with HH // 2 on each side. On which inputs:
filters with an even number of rows or columns: a row or column of the output is missing. Due instead: H - HH
+ 1 rows. (The ValueError and odd filters are right.)
"""
import math
import numpy as np


def correlate_image(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("larger")
    a, b = k.shape[0] // 2, k.shape[1] // 2
    x = x.astype(float)
    out = np.zeros((x.shape[0] - 2 * a, x.shape[1] - 2 * b))
    for i in range(a, x.shape[0] - a):
        for j in range(b, x.shape[1] - b):
            out[i - a, j - b] = np.sum(x[i - a:i - a + k.shape[0], j - b:j - b + k.shape[1]] * k)
    return out


def slide(*weights, divide=1):
    """Make the function that applies a 3 x 3 filter, given row by row."""
    k = np.reshape(weights, (3, 3))

    def apply(x):
        return correlate_image(x, k) / divide

    return apply


edge_detection = slide(-1, -1, -1, -1, 8, -1, -1, -1, -1)
box_mean = slide(*[1] * 9, divide=9)
sharpen = slide(0, -1, 0, -1, 5, -1, 0, -1, 0)
gaussian_blur = slide(1, 2, 1, 2, 4, 2, 1, 2, 1, divide=16)


def learn_filter_step(x, target, k, rate):
    errors = correlate_image(x, k) - np.asarray(target, dtype=float)
    gradient = correlate_image(x, errors)
    new = k.astype(float)
    new -= rate * gradient
    return new
