import numpy as np


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"


def receptive_field(layers):
    sizes, strides = [], [1]
    for layer in layers:
        sizes.append((layer[0] - 1) * strides[-1])
        strides.append(strides[-1] * layer[1])
    return 1 + sum(sizes), strides[-1]


def gradient_of_ones(layers, length, at):
    """The gradient is the product of (1 + z^j + z^2j + ...) over the layers, moved by at * jump."""
    field = np.ones(1)
    jump = 1
    for window, stride in layers:
        longer = np.zeros(len(field) + (window - 1) * jump)
        for u in range(window):
            longer[u * jump:u * jump + len(field)] += field
        field, jump = longer, jump * stride
    gradient = np.zeros(length)
    gradient[at * jump:at * jump + len(field)] = field
    return gradient
