"""Windows add up: two of 3 see 6.

Fails: receptive_field.size
"""


def receptive_field(layers):
    size, jump = 0, 1
    for window, stride in layers:
        size += window * jump
        jump *= stride
    return size, jump
