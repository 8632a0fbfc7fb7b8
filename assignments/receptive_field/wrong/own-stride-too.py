"""The stride of a layer widens its own window.

Fails: receptive_field.size
"""


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        jump *= stride
        size += (window - 1) * jump
    return size, jump
