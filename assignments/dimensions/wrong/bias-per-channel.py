"""A filter has a bias for each channel.

Fails: conv_parameters.values
"""


def conv_parameters(filters, channels, height, width):
    return filters * channels * (height * width + 1)
