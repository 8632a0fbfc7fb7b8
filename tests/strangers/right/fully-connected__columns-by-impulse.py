"""Expected: everything it writes passes.

conv_matrix column by column: what does the layer make of an image with a single 1? And the numerical gradient with all
steps at once, in one big batch of weight matrices.
"""
import numpy as np


def _conv(img, w, s):
    F, C, hh, ww = w.shape
    ho, wo = (img.shape[1] - hh) // s + 1, (img.shape[2] - ww) // s + 1
    return np.array([[[(img[:, i * s:i * s + hh, j * s:j * s + ww] * k).sum() for j in range(wo)] for i in range(ho)] for k in w])


def conv_matrix(w, x_shape, stride):
    columns = []
    for pixel in range(int(np.prod(x_shape))):
        impulse = np.zeros(x_shape)
        impulse.flat[pixel] = 1
        columns.append(_conv(impulse, w, stride).ravel())
    return np.column_stack(columns)


def numerical_gradient(x, w, b, target, h):
    D, M = w.shape
    steps = h * np.eye(D * M).reshape(D * M, D, M)
    flat = x.reshape(1, len(x), D)
    loss = lambda ws: 0.5 * ((flat @ ws + b - target) ** 2).sum(axis=(1, 2))
    return ((loss(w + steps) - loss(w - steps)) / (h + h)).reshape(D, M)
