"""Expected: everything it writes passes; one deduction for a list.

The counts and the sizes are lists where the docstring says ndarray.
"""


def output_size(length, window, stride, pad):
    if stride < 1:
        raise ValueError("stride %d" % stride)
    if length + 2 * pad - window < 0:
        raise ValueError("window %d" % window)
    n = 0
    start = -pad
    while start + window <= length + pad:
        n += 1
        start += stride
        if n > 100000:      # long axis: no patience
            return (length + 2 * pad - window) // stride + 1
    return n


def network_sizes(length, layers):
    return [length := output_size(length, *layer) for layer in layers]


def pixel_uses(height, width, window, stride, pad):
    uses = [[0] * width for _ in range(height)]
    for i in range(output_size(height, window, stride, pad)):
        for j in range(output_size(width, window, stride, pad)):
            for u in range(window):
                for v in range(window):
                    r, c = i * stride + u - pad, j * stride + v - pad
                    if r in range(height) and c in range(width):
                        uses[r][c] += 1
    return uses


def ten_filters_shape():
    return [32, 32, 10]
