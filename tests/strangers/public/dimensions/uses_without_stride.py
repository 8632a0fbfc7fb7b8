"""The windows are laid at every pixel."""

import numpy as np


def pixel_uses(height, width, window, stride, pad):
    count = np.zeros((height + 2 * pad, width + 2 * pad), dtype=int)
    for i in range((height + 2 * pad - window) // stride + 1):
        for j in range((width + 2 * pad - window) // stride + 1):
            count[i : i + window, j : j + window] += 1
    return count[pad : pad + height, pad : pad + width]
