'''Style: plain lists, while loops, a global constant for the letters, nested helper with nonlocal, no NumPy until the last line;
the gradient is gathered entry by entry, not scattered.'''
from numpy import array as to_array

LETTERS = {'last': 'A', 'first': 'B', 'same': 'C'}


def receptive_field(layers):
    size = 1
    jump = 1

    def add(window, stride):
        nonlocal size, jump
        size, jump = size + jump * window - jump, jump * stride

    for layer in layers:
        add(*layer)
    return (size, jump)


def gradient_of_ones(layers, length, at):
    lengths = [length]
    k = 0
    while k < len(layers):
        lengths.append((lengths[k] - layers[k][0]) // layers[k][1] + 1)
        k += 1
    gradient = [0.0] * lengths[-1]
    gradient[at] = 1.0
    while k > 0:
        k -= 1
        window, stride = layers[k]
        # by gathering: which outputs does this entry belong to?
        gradient = [
            sum(g for i, g in enumerate(gradient) if i * stride <= entry < i * stride + window)
            for entry in range(lengths[k])
        ]
    return to_array(gradient, dtype=float)


def connected_pixels():
    return 5 * 5


def stacked_weights():
    return (27, 49)


def stride_first():
    return LETTERS['first']
