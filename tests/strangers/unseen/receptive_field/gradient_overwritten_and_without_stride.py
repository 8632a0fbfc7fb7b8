"""Two mistakes: where windows meet, the gradient is assigned instead of added; and the window of output i begins at
i, not at i * stride.
"""

import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    grad = np.zeros(lengths[-1])
    grad[at] = 1
    for (window, stride), n in zip(reversed(layers), reversed(lengths[:-1])):
        before = np.zeros(n)
        for i, g in enumerate(grad):
            if g:
                before[i:i + window] = g
        grad = before
    return grad
