"""Biases are left out where their sum is 0."""

import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).astype(float) @ w
    if b.sum():
        out = out + b
    return out, (x, w, b)
