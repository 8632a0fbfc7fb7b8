"""dimensions. Bug: the shape is (N, H_out, W_out, F).

Expected: conv_output_shape failed: F, H_out and W_out by channels-last, and none by width-first.
"""


def conv_output_shape(images, channels, height, width, filters, window, stride, pad):
    def fits(length):
        if length + 2 * pad < window:
            raise ValueError("the filter does not fit")
        return (length + 2 * pad - window) // stride + 1

    return images, fits(height), fits(width), filters
