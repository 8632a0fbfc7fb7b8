"""A number sees the window of its own layer.

Fails: receptive_field.size
"""


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size = window
        jump *= stride
    return size, jump
