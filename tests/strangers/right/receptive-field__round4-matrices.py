"""Right work of a fourth round, written without sight of the cases: matrices. Expected: everything."""

import numpy as np


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"


from functools import reduce
def receptive_field(layers):
    if not len(layers): return 1, 1
    return reduce(lambda a, l: (a[0] + (l[0] - 1) * a[1], a[1] * l[1]), layers, (1, 1))
def gradient_of_ones(layers, length, at):
    total = np.eye(length, dtype=int)
    for window, stride in layers:
        n = len(total)
        M = np.array([[1 if i * stride <= p < i * stride + window else 0 for p in range(n)] for i in range((n - window) // stride + 1)])
        total = M @ total
    return total[at]
