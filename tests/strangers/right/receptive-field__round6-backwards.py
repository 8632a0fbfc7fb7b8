import numpy as np


def receptive_field(layers):
    """From the last layer to the image: size = (size - 1) * stride + window."""
    size, jump = 1, 1
    for window, stride in reversed(layers):
        size = (size - 1) * stride + window
        jump *= stride
    return int(size), int(jump)


def gradient_of_ones(layers, length, at):
    def layer(k, n):
        """Matrix from the image of n numbers through layers k, k + 1, ..."""
        if k == len(layers):
            return np.eye(n)
        window, stride = layers[k]
        m = (n - window) // stride + 1
        A = np.zeros((m, n))
        for i in range(m):
            A[i, i * stride:i * stride + window] = 1
        return layer(k + 1, m) @ A
    return layer(0, length)[at]


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"
