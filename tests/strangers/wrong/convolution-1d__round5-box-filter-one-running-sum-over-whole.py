"""Wrong: box_filter. One running sum over the whole signal; what is left after differences is the rounding error
of the largest. On which inputs: signals with a huge number before small ones, such as 1e16, 1, 2, 3, 4. Due
instead: the mean of each stretch.
"""
import numpy as np


def box_filter(x, width):
    total = np.concatenate([[0.0], np.cumsum(x.astype(float))])
    return (total[width:] - total[:-width]) / width
