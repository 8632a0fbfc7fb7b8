import numpy as np

import convref


def loss_and_gradients(x, y, w1, b1, w2, b2):
    pad = w1.shape[2] // 2
    maps = convref.conv_forward(x, w1, b1, pad=pad)
    active = convref.relu_forward(maps)
    pooled = convref.max_pool_forward(active, 2)
    scores = convref.affine_forward(pooled, w2, b2)
    dscores = convref.softmax_loss_backward(scores, y) + np.eye(scores.shape[1])[y] / len(y)
    dpooled, dw2, db2 = convref.affine_backward(dscores, pooled, w2)
    dmaps = convref.relu_backward(convref.max_pool_backward(dpooled, active, 2), maps)
    _, dw1, db1 = convref.conv_backward(dmaps, x, w1, pad=pad)
    return convref.softmax_loss(scores, y), dw1, db1, dw2, db2
