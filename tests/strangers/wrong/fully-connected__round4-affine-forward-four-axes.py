"""Round 6. Expected: affine_forward loses points. Wrong: only images of four axes are taken."""

import numpy as np


def affine_forward(x, w, b):
    N, C, H, W = x.shape
    return x.reshape(N, C * H * W).astype(float) @ w.astype(float) + b, (x, w, b)
