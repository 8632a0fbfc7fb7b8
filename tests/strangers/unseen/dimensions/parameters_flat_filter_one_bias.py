"""Two mistakes: a filter has height * width weights, its depth is forgotten; and there is a single bias for the whole
layer.
"""


def conv_parameters(filters, channels, height, width):
    weights = filters * height * width
    bias = 1
    return weights + bias
