def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    if min(height, width) + 2 * pad < window:
        raise ValueError("the filter is larger than the image")
    rows = 1 + (height + 2 * pad - window) // stride
    columns = 1 + (width + 2 * pad - window) // stride
    return images, rows, columns, filters
