import numpy as np


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size += (window - 1) * jump
        jump *= stride
    return size, jump


def gradient_of_ones(layers, length, at):
    sizes = [length]
    for window, stride in layers:
        sizes.append((sizes[-1] - window) // stride + 1)
    g = np.zeros(sizes[-1])
    g[at] = 1
    for (window, stride), n in zip(reversed(list(layers)), reversed(sizes[:-1])):
        below = np.zeros(n)
        for i, value in enumerate(g):
            below[i * stride:i * stride + window] += value
        g = below
    return g
