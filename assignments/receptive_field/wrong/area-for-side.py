"""The field is an area.

Fails: receptive_field.size
"""


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size += (window - 1) * jump
        jump *= stride
    return size**2, jump
