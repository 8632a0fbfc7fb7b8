def output_size_strict(length, window, stride):
    if stride < 1 or window > length:
        raise ValueError("it does not fit")
    return (length - window) // stride + 1
