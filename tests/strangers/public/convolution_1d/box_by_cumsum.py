"""The running sum forgets the zero in front, so the first stretch is missing."""

import numpy as np


def box_filter(x, width):
    c = np.cumsum(np.asarray(x, dtype=float))
    return (c[width:] - c[:-width]) / width
