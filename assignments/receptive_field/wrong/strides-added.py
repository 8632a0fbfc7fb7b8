"""Steps add up.

Fails: receptive_field.size, receptive_field.jump
"""


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size += (window - 1) * jump
        jump += stride - 1
    return size, jump
