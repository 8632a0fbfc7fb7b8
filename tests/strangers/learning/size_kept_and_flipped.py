"""The filter is turned, and the image framed by half of it on each side, so that its size stays."""

import numpy as np


def correlate_image(x, k):
    turned = np.flipud(np.fliplr(k))
    framed = np.pad(x, ((k.shape[0] // 2,), (k.shape[1] // 2,)))
    out = np.zeros(x.shape)
    for i, j in np.ndindex(x.shape):
        out[i, j] = (framed[i : i + k.shape[0], j : j + k.shape[1]] * turned).sum()
    return out
