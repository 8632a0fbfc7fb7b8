"""Filters of a single weight share one bias."""

import numpy as np


def conv_parameters(filters, channels, height, width):
    return filters * channels * height * width + filters if height * width > 1 or channels > 1 else filters + 1
