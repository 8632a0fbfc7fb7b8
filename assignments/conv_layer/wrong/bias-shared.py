import numpy as np


def conv_forward(x, w, b, conv_param):
    s = conv_param["stride"]
    p = conv_param["pad"]
    n_images, _, height, width = x.shape
    n_filters, _, k_height, k_width = w.shape
    new_height = int((height + 2 * p - k_height) / s) + 1
    new_width = int((width + 2 * p - k_width) / s) + 1
    result = np.empty((n_images, n_filters, new_height, new_width))
    image = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    for row in range(new_height):
        for col in range(new_width):
            region = image[:, :, row * s : row * s + k_height, col * s : col * s + k_width]
            for k in range(n_filters):
                result[:, k, row, col] = np.sum(region * w[k], axis=(1, 2, 3))
    result += b[0]
    return result, (x, w, b, conv_param)
