"""A stride moves windows and does not widen what they see.

Fails: receptive_field.size, receptive_field.jump
Believes: stride-ignored
"""


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size += window - 1
    return size, jump
