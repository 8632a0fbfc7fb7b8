"""Windows multiply: two of 3 see 9.

Fails: receptive_field.size
"""


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size *= window
        jump *= stride
    return size, jump
