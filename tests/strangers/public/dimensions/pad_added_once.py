"""The padding is added once."""


def output_size(length, window, stride, pad):
    if stride < 1 or window > length + 2 * pad:
        raise ValueError("illegal")
    return (length - window + pad) // stride + 1
