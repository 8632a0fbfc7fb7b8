"""The recursion from the last layer; matrices of ones."""

import numpy as np


def receptive_field(layers):
    size = 1
    for window, stride in reversed(list(layers)):
        size = (size - 1) * stride + window
    jump = int(np.prod([s for _, s in layers])) if len(layers) else 1
    return size, jump


def gradient_of_ones(layers, length, at):
    matrix = np.eye(length)
    for window, stride in layers:
        n = matrix.shape[0]
        rows = [matrix[i:i + window].sum(axis=0) for i in range(0, n - window + 1, stride)]
        matrix = np.array(rows)
    return matrix[at]
