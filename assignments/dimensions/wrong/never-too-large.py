"""The formula knows when a window is too large.

Fails: output_size_strict.errors, output_size.errors
Believes: accepts-what-does-not-fit, raises-another-error
"""


def output_size_strict(length, window, stride):
    if (length - window) % stride:
        raise ValueError("a fraction")
    return (length - window) // stride + 1


def output_size(length, window, stride, pad):
    return (length + 2 * pad - window) // stride + 1
