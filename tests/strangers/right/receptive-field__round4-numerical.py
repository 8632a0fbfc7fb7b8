"""Right work of a fourth round, written without sight of the cases: numerical. Expected: everything."""

import numpy as np


def receptive_field(layers):
    size = jump = 1
    for window, stride in layers:
        size += (window - 1) * jump
        jump *= stride
    return size, jump


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"


def gradient_of_ones(layers, length, at):
    def net(v):
        for window, stride in layers:
            v = [sum(v[i:i + window]) for i in range(0, len(v) - window + 1, stride)]
        return v[at]
    return np.array([net([int(q == p) for q in range(length)]) for p in range(length)])
