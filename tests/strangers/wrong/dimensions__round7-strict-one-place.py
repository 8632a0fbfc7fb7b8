# output_size_strict is wrong where the window is as long as the image: it raises ValueError, the answer is 1.
def output_size_strict(length, window, stride):
    if window > length or stride < 1:
        raise ValueError("does not fit")
    rest = length - window
    if rest < stride:
        raise ValueError("no room for a step")
    if rest % stride:
        raise ValueError("fraction")
    return rest // stride + 1
