"""One bias for the whole layer."""


def conv_parameters(filters, channels, height, width):
    return filters * channels * height * width + 1
