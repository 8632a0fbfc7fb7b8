"""Wrong: conv_parameters. The window is taken to be square. On which inputs: height different from width. Due
instead: height times width.
"""
from fractions import Fraction
import math
import numpy as np


def conv_parameters(filters, channels, height, width):
    weights = filters * channels * height ** 2
    return weights + filters
