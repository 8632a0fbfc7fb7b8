"""The recursion from the end is run from the front."""


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size = (size - 1) * stride + window
        jump *= stride
    return size, jump
