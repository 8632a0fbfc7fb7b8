"""Expected: everything it writes passes.

Each layer as a matrix of zeros and ones, their product, one row of it; the field from rows of the same product.
"""
from functools import reduce

import numpy as np


def layer_matrix(n, window, stride):
    rows = (n - window) // stride + 1
    i, p = np.ogrid[:rows, :n]
    return ((p >= i * stride) & (p < i * stride + window)).astype(float)


def stack(layers, length):
    matrices = [np.eye(length)]
    for window, stride in layers:
        matrices.append(layer_matrix(len(matrices[-1]), window, stride))
    return reduce(np.matmul, matrices[::-1])


def receptive_field(layers):
    # long enough for two outputs: the whole span is bounded by the sum of what the layers could add
    length = 1
    for window, stride in list(layers)[::-1]:
        length = (length - 1) * int(stride) + int(window)
    two = 2
    for window, stride in list(layers)[::-1]:
        two = (two - 1) * int(stride) + int(window)
    size = length
    jump = two - length
    return size, jump


def gradient_of_ones(layers, length, at):
    return stack(layers, length)[at]


def stacked_weights():
    return (3 * 3 * 3, 7 * 7)
