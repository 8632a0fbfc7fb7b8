"""The brackets around length + 2 * pad - window are missing, so only the window is divided by the stride."""


def output_size(length, window, stride, pad):
    if stride < 1:
        raise ValueError("the stride is at least 1")
    if window > length + 2 * pad:
        raise ValueError("the window is too large")
    return length + 2 * pad - window // stride + 1
