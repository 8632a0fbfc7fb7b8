"""Wrong: predict. Pictures are made to have mean 0 pixel by pixel over those that are handed in together. On
which inputs: a picture alone (then it becomes all zeros), or few together. Due instead: a picture is told by
itself.
"""
import numpy as np
from convref import fast


def _forward(x, w1, b1, w2, b2):
    pad = (w1.shape[2] - 1) // 2
    conv = fast.conv_forward(x, w1, b1, stride=1, pad=pad)
    act = fast.relu_forward(conv)
    pooled = fast.max_pool_forward(act, 2)
    return conv, act, pooled, fast.affine_forward(pooled, w2, b2)


def network_scores(x, w1, b1, w2, b2):
    return _forward(x, w1, b1, w2, b2)[-1]


def predict(params, images):
    return network_scores(images - images.mean(axis=0), *params).argmax(axis=1)
