"""The window is cut without the image's index: its rows are taken from the batch."""

import numpy as np


def pool_forward(A_prev, hparameters, mode="max"):
    size, step = hparameters["f"], hparameters["stride"]
    images, high, wide, channels = A_prev.shape
    A = np.zeros((images, (high - size) // step + 1, (wide - size) // step + 1, channels))
    for m in range(A.shape[0]):
        for h in range(A.shape[1]):
            for w in range(A.shape[2]):
                for c in range(channels):
                    part = A_prev[h * step : h * step + size, w * step : w * step + size, c]
                    A[m, h, w, c] = part.max() if mode == "max" else part.mean()
    return A, (A_prev, hparameters)
