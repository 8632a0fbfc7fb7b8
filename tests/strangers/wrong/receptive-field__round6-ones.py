# receptive_field is wrong: layers of window 1 are passed over, with their stride
import numpy as np


def receptive_field(layers):
    size = 1
    jump = 1
    for window, stride in layers:
        if window == 1:
            continue                      # sees one pixel only
        size = size + (window - 1) * jump
        jump = jump * stride
    return size, jump


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    gradient = np.zeros(lengths[-1])
    gradient[at] = 1
    for n in range(len(layers) - 1, -1, -1):
        window, stride = layers[n]
        before = np.zeros(lengths[n])
        for i in range(lengths[n + 1]):
            for u in range(window):
                before[i * stride + u] += gradient[i]
        gradient = before
    return gradient


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"
