"""The jump is updated before the size."""


def receptive_field(layers):
    r, j = 1, 1
    for k, s in layers:
        j = j * s
        r = r + (k - 1) * j
    return r, j
