"""jump is set to the stride of the layer instead of being multiplied by it, so strides of earlier layers are
forgotten.
"""


def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        size += (window - 1) * jump
        jump = stride
    return size, jump
