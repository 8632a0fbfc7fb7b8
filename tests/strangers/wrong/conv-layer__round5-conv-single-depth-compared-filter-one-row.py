"""Wrong: conv_single. Only the depth is compared, so that a filter with one row or one column is stretched over
the block. On which inputs: equal depth, but w (or x) of height 1 or width 1 where the other one is larger.
Due instead: ValueError.
"""
import numpy as np


def conv_single(x, w, b):
    if len(x) != len(w):
        raise ValueError("depth must match")
    return float((x * w.astype(float)).sum() + b)
