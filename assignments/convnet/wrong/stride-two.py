import numpy as np

import convref


def network_scores(x, w1, b1, w2, b2):
    maps = convref.conv_forward(x, w1, b1, pad=w1.shape[2] // 2)
    pooled = convref.relu_forward(maps)[:, :, : maps.shape[2] // 2 * 2 : 2, : maps.shape[3] // 2 * 2 : 2]
    return convref.affine_forward(np.ascontiguousarray(pooled), w2, b2)
