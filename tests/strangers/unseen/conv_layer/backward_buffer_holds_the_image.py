"""The array for dA is made from the padded input instead of zeros, so the gradient is added onto the pixels."""

import numpy as np


def conv_backward(dZ, A_prev, W, b, padding="same", stride=(1, 1)):
    m, h_new, w_new, c_new = dZ.shape
    h_prev, w_prev = A_prev.shape[1:3]
    kh, kw = W.shape[:2]
    sh, sw = stride
    ph = pw = 0
    if padding == "same":
        ph = -(-((h_prev - 1) * sh + kh - h_prev) // 2)
        pw = -(-((w_prev - 1) * sw + kw - w_prev) // 2)
    A = np.pad(A_prev, ((0, 0), (ph, ph), (pw, pw), (0, 0)), "constant").astype(float)
    dA = np.array(A)
    dW = np.zeros(W.shape)
    for i in range(m):
        for y in range(h_new):
            for x in range(w_new):
                for k in range(c_new):
                    box = np.s_[i, y * sh:y * sh + kh, x * sw:x * sw + kw]
                    dA[box] += dZ[i, y, x, k] * W[..., k]
                    dW[..., k] += dZ[i, y, x, k] * A[box]
    db = dZ.sum(axis=(0, 1, 2), keepdims=True)
    return dA[:, ph:ph + h_prev, pw:pw + w_prev], dW, db
