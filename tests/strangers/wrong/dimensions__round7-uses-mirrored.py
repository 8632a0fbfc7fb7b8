# pixel_uses is wrong where pixels are left over at the end (a remainder): the second half is the mirror image of the first.
import numpy as np


def along(length, window, stride, pad):
    places = (length + 2 * pad - window) // stride + 1
    uses = np.zeros(length, dtype=int)
    for pixel in range((length + 1) // 2):
        for i in range(places):
            if 0 <= pixel + pad - i * stride < window:
                uses[pixel] += 1
        uses[length - 1 - pixel] = uses[pixel]
    return uses


def pixel_uses(height, width, window, stride, pad):
    return np.outer(along(height, window, stride, pad), along(width, window, stride, pad))
