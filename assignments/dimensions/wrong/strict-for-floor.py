"""A fraction is illegal, by the floor rule too.

Fails: output_size.values
"""


def output_size(length, window, stride, pad):
    if stride < 1 or window > length + 2 * pad:
        raise ValueError("it does not fit")
    if (length + 2 * pad - window) % stride:
        raise ValueError("a fraction")
    return (length + 2 * pad - window) // stride + 1
