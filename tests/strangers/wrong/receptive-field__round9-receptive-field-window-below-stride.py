"""A stride counts as 16 at most."""

import numpy as np


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size += (max(window, 1) - 1) * jump
        jump *= min(stride, 16)
    return size, jump
