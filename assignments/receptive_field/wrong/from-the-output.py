"""Layers are listed from the output on.

Fails: receptive_field.size
"""


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in reversed(layers):
        size += (window - 1) * jump
        jump *= stride
    return size, jump
