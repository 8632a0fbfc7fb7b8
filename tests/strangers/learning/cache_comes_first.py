"""The cache is returned first, and the map after it. Right in every number."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    step, edge = conv_param["stride"], conv_param["pad"]
    framed = np.pad(x, ((0, 0), (0, 0), (edge, edge), (edge, edge)))
    rows = (x.shape[2] + 2 * edge - w.shape[2]) // step + 1
    columns = (x.shape[3] + 2 * edge - w.shape[3]) // step + 1
    out = np.zeros((x.shape[0], w.shape[0], rows, columns))
    for i, j in np.ndindex(rows, columns):
        window = framed[:, :, i * step : i * step + w.shape[2], j * step : j * step + w.shape[3]]
        out[:, :, i, j] = np.tensordot(window, w, axes=([1, 2, 3], [1, 2, 3])) + b
    cache = (x, w, b, conv_param)
    return cache, out
