import numpy as np


def receptive_field(layers):
    # which pixels do two neighbours see, as intervals?
    def seen(first, last):
        for window, stride in layers[::-1]:
            first, last = first * stride, last * stride + window - 1
        return first, last
    a, b = seen(0, 0)
    return b - a + 1, seen(1, 1)[0] - a


def gradient_of_ones(layers, length, at):
    """A path count: position of pixel = at * jumps + offsets, one offset per layer."""
    gradient = np.zeros(length)
    # polynomial of ones per layer, spread by the jump in front of it
    offsets = np.ones(1)
    place, jump = at, 1
    for window, stride in layers:
        spread = np.zeros((window - 1) * jump + 1)
        spread[::jump] = 1
        longer = np.zeros(offsets.size + spread.size - 1)
        for k, v in enumerate(spread):
            longer[k:k + offsets.size] += v * offsets
        offsets = longer
        jump *= stride
    place = at * jump
    gradient[place:place + offsets.size] = offsets
    return gradient


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"
