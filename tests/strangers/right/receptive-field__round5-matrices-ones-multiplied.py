from functools import reduce
import numpy as np


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"


def receptive_field(layers):
    def step(state, layer):
        (size, jump), (window, stride) = state, layer
        return int(size + (window - 1) * jump), int(jump * stride)
    return reduce(step, layers, (1, 1))


def gradient_of_ones(layers, length, at):
    jacobian = np.eye(length)
    for window, stride in layers:
        n = jacobian.shape[0]
        m = (n - window) // stride + 1
        start = stride * np.arange(m)[:, np.newaxis]
        k = np.arange(n)[np.newaxis]
        layer = np.where((start <= k) & (k < start + window), 1.0, 0.0)
        jacobian = layer @ jacobian
    return jacobian[at]
