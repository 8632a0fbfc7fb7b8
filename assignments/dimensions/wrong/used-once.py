import numpy as np


def pixel_uses(height, width, window, stride, pad):
    rows = (height + 2 * pad - window) // stride + 1
    columns = (width + 2 * pad - window) // stride + 1
    uses = np.zeros((height + 2 * pad, width + 2 * pad), int)
    for i in range(rows):
        for j in range(columns):
            uses[i * stride : i * stride + window, j * stride : j * stride + window] = 1
    return uses[pad : pad + height, pad : pad + width]
