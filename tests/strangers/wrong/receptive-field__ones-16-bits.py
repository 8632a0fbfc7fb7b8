"""Round 1. Expected: gradient_of_ones loses points. Wrong: counts in 16 bits with a sign: above 32767 ways the
gradient becomes negative.

Shows: gradient_of_ones([(5, 1)] * 8, 33, 0)[15:18]  # right: [37080.0, 38165.0, 37080.0]; here: [-28456.0, -27371.0, -28456.0]
"""

import numpy as np


def gradient_of_ones(layers, length, at):
    places = [length]
    for window, stride in layers:
        places.append((places[-1] - window) // stride + 1)
    gradient = np.zeros(places[-1], dtype=np.int16)
    gradient[at] = 1
    for n in reversed(range(len(layers))):
        window, stride = layers[n]
        wide = np.zeros(places[n], dtype=np.int16)
        for i in np.flatnonzero(gradient):
            wide[i * stride : i * stride + window] += gradient[i]
        gradient = wide
    return gradient.astype(float)


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size, jump = size + (window - 1) * jump, jump * stride
    return size, jump
