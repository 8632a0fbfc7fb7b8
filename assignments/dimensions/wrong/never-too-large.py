def output_size_strict(length, window, stride):
    if (length - window) % stride:
        raise ValueError("a fraction")
    return (length - window) // stride + 1


def output_size(length, window, stride, pad):
    return (length + 2 * pad - window) // stride + 1
