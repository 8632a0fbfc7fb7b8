"""Round 6. Expected: conv_matrix loses points. Wrong: columns are counted in a byte."""

import numpy as np


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    Ho, Wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    m = np.zeros((F * Ho * Wo, C * H * W))
    columns = np.arange(C * H * W).astype(np.uint8).reshape(C, H, W)
    for f in range(F):
        for i in range(Ho):
            for j in range(Wo):
                m[(f * Ho + i) * Wo + j, columns[:, i * stride:i * stride + HH, j * stride:j * stride + WW].ravel()] = w[f].ravel()
    return m
