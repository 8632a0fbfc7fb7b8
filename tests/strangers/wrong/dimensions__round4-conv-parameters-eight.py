"""Round 6. Expected: conv_parameters loses points. Wrong: the product is formed in single precision."""

import numpy as np


def conv_parameters(filters, channels, height, width):
    return int(np.float32(filters) * (np.float32(channels) * height * width + 1))
