"""Round 3. Expected: gradient_of_ones loses points. Wrong: where more than three windows meet in a layer (window
above three strides), an entry gets the gradients of the last three only.

Shows: gradient_of_ones([(4, 1), (4, 1)], 7, 0)  # right: [1.0, 2.0, 3.0, 4.0, 3.0, 2.0, 1.0]; here: [1.0, 2.0, 3.0, 3.0, 3.0, 2.0, 1.0]
"""

import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    now = np.zeros(lengths[-1])
    now[at] = 1
    for (window, stride), before in list(zip(layers, lengths))[::-1]:
        wide = np.zeros(before)
        for pixel in range(before):
            newest = min(pixel // stride, len(now) - 1)
            for i in range(max(newest - 2, 0), newest + 1):  # the windows that can hold this pixel
                if pixel < i * stride + window:
                    wide[pixel] += now[i]
        now = wide
    return now


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size, jump = size + (window - 1) * jump, jump * stride
    return size, jump
