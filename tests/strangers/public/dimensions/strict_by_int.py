"""Fractions are cut off instead of refused."""


def output_size_strict(length, window, stride):
    if window > length:
        raise ValueError("window larger than image")
    if stride < 1:
        raise ValueError("stride")
    return int((length - window) / stride + 1)
