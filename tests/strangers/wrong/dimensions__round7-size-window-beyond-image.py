# output_size is wrong where the window is larger than the image but fits with its padding, e.g. (2, 3, 1, 1): it raises ValueError.
def output_size(length, window, stride, pad):
    if stride < 1:
        raise ValueError("stride")
    if window > length:
        raise ValueError("the window is larger than the image")
    return (length + 2 * pad - window) // stride + 1
