"""A filter is flat.

Fails: conv_parameters.values
"""


def conv_parameters(filters, channels, height, width):
    return filters * (height * width + 1)
