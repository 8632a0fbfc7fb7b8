# Style: the gradient as a polynomial in z: product over layers of (1 + z^j + ... + z^((w-1) j)), times z^(at * jump); products by
# slicing; recursion for the formula from the last layer on; Python ints so that large counts stay exact until the end
import numpy as np


def receptive_field(layers):
    if not len(layers):
        return 1, 1
    *before, (window, stride) = layers
    size, jump = receptive_field(before)
    return size + (window - 1) * jump, jump * stride


def gradient_of_ones(layers, length, at):
    p = np.ones(1)
    jump = 1
    for window, stride in layers:
        longer = np.zeros(len(p) + (window - 1) * jump)
        for u in range(window):
            longer[u * jump:u * jump + len(p)] += p
        p = longer
        jump *= stride
    gradient = np.zeros(length)
    gradient[at * jump:at * jump + len(p)] = p
    return gradient


def connected_pixels():
    return np.prod((5, 5))


def stacked_weights():
    return tuple(int(n * f * f) for n, f in ((3, 3), (1, 7)))


def stride_first():
    return 'B'
