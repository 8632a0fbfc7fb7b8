"""A fraction is rounded to the nearest number.

Fails: output_size.values
"""


def output_size(length, window, stride, pad):
    if stride < 1 or window > length + 2 * pad:
        raise ValueError("it does not fit")
    return round((length + 2 * pad - window) / stride) + 1
