"""Wrong: sharpen. The result is cut off to 0 ... 255 when the picture holds bytes. On which inputs: bytes with
an edge in them, where sharpening gives less than 0 or more than 255. Due instead: the number as it is.
"""
import numpy as np


def middle(x):
    return np.asarray(x, np.float64)[1:-1, 1:-1]


def sharpen(x):
    kind = x.dtype
    x = np.asarray(x, np.float64)
    out = 5 * middle(x) - x[:-2, 1:-1] - x[2:, 1:-1] - x[1:-1, :-2] - x[1:-1, 2:]
    return np.clip(out, 0, 255) if kind == np.uint8 else out
