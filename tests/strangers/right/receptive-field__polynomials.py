"""Expected: everything it writes passes.

The gradient as a product of polynomials: each layer is 1 + z^jump + z^(2 jump) + ..., stored as a dict of exponents.
"""
from collections import Counter

import numpy as np


def times(p, q):
    out = Counter()
    for a, x in p.items():
        for b, y in q.items():
            out[a + b] += x * y
    return out


def receptive_field(layers):
    degree, jump = 0, 1
    for window, stride in layers:
        degree += max(u * jump for u in range(window))        # degrees of a product add up
        jump *= stride
    return degree + 1, jump


def gradient_of_ones(layers, length, at):
    product, jump = Counter({0: 1}), 1
    for window, stride in layers:
        product = times(product, {u * jump: 1 for u in range(window)})
        jump *= stride
    gradient = np.zeros(length)
    for exponent, ways in product.items():
        gradient[at * jump + exponent] = ways
    return gradient


def stacked_weights():
    return [27, 49]
