def output_size_strict(length, window, stride):
    if stride < 1 or window > length or (length - window) % stride:
        raise ValueError("it does not fit")
    return (length - window) // stride


def output_size(length, window, stride, pad):
    if stride < 1 or window > length + 2 * pad:
        raise ValueError("it does not fit")
    return (length + 2 * pad - window) // stride
