"""Expected: everything it writes passes.

Names and orders of sizes and parameters that others use.
"""


def get_conv_outsize(input_size, kernel_size, stride, pad):
    places = input_size + 2 * pad - kernel_size
    return places // stride + 1


def count_parameters_conv(in_channels, out_channels, kernel_size, bias=True):
    per_filter = in_channels * kernel_size * kernel_size
    return out_channels * (per_filter + bool(bias))
