"""A window is as wide as it is high.

Fails: conv_parameters.values
"""


def conv_parameters(filters, channels, height, width):
    return filters * (channels * height**2 + 1)
