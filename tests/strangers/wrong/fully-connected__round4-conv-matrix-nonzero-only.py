"""Round 5. Expected: conv_matrix loses points. Wrong: weights are rounded to two decimals."""

import numpy as np


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    Ho, Wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    m = np.zeros((F, Ho, Wo, C, H, W), dtype=np.float32)
    for i in range(Ho):
        for j in range(Wo):
            m[:, i, j, :, i * stride:i * stride + HH, j * stride:j * stride + WW] = np.round(w.astype(float), 2)
    return m.reshape(F * Ho * Wo, C * H * W)
