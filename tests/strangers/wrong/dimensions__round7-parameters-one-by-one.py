# conv_parameters is wrong for filters of 1 x 1: their biases are not counted.
def conv_parameters(filters, channels, height, width):
    per_filter = channels * height * width
    if height * width > 1:
        per_filter += 1
    return filters * per_filter
