"""The images are flattened with reshape(-1, N).T, which mixes numbers of different images into one row."""

import numpy as np


def affine_forward(x, w, b):
    N = x.shape[0]
    rows = x.reshape(-1, N).T
    return rows.dot(w) + b, (x, w, b)
