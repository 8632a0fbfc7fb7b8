"""What both directions use."""
import numpy as np


def framed(x, pad):
    return np.pad(np.asarray(x, dtype=float), [(0, 0), (0, 0), (pad, pad), (pad, pad)])


def window(i, j, stride, w):
    return slice(i * stride, i * stride + w.shape[2]), slice(j * stride, j * stride + w.shape[3])
