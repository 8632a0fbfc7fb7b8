"""Round 5. Expected: conv_matrix loses points. Wrong: only four channels are written down."""

import numpy as np


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    Ho, Wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    m = np.zeros((F * Ho * Wo, C * H * W))
    for f in range(F):
        for i in range(Ho):
            for j in range(Wo):
                for c in range(min(C, 4)):
                    for u in range(HH):
                        at = c * H * W + (i * stride + u) * W + j * stride
                        m[(f * Ho + i) * Wo + j, at:at + WW] = w[f, c, u]
    return m
