"""Functions that are handed an activation, and a stride for each axis; right. Assignments: conv-layer, pooling."""

import numpy as np


def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
    m, h_prev, w_prev, _ = A_prev.shape
    kh, kw, _, c_new = W.shape
    sh, sw = stride
    ph = pw = 0
    if padding == "same":
        ph = ((h_prev - 1) * sh + kh - h_prev) // 2
        pw = ((w_prev - 1) * sw + kw - w_prev) // 2
    padded = np.pad(A_prev, ((0, 0), (ph, ph), (pw, pw), (0, 0)))
    h_new, w_new = (h_prev + 2 * ph - kh) // sh + 1, (w_prev + 2 * pw - kw) // sw + 1
    out = np.zeros((m, h_new, w_new, c_new))
    for i in range(h_new):
        for j in range(w_new):
            window = padded[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
            for k in range(c_new):
                out[:, i, j, k] = np.sum(window * W[..., k], axis=(1, 2, 3))
    return activation(out + b)


def conv_backward(dZ, A_prev, W, b, padding="same", stride=(1, 1)):
    m, h_prev, w_prev, _ = A_prev.shape
    _, h_new, w_new, c_new = dZ.shape
    kh, kw, _, _ = W.shape
    sh, sw = stride
    ph = pw = 0
    if padding == "same":
        ph = ((h_prev - 1) * sh + kh - h_prev) // 2
        pw = ((w_prev - 1) * sw + kw - w_prev) // 2
    padded = np.pad(A_prev, ((0, 0), (ph, ph), (pw, pw), (0, 0)))
    dA, dW = np.zeros(padded.shape), np.zeros(W.shape)
    for n in range(m):
        for i in range(h_new):
            for j in range(w_new):
                rows, columns = slice(i * sh, i * sh + kh), slice(j * sw, j * sw + kw)
                for k in range(c_new):
                    dA[n, rows, columns] += dZ[n, i, j, k] * W[..., k]
                    dW[..., k] += dZ[n, i, j, k] * padded[n, rows, columns]
    return dA[:, ph : ph + h_prev, pw : pw + w_prev], dW, dZ.sum(axis=(0, 1, 2), keepdims=True)


def pool_forward(A_prev, kernel_shape, stride=(1, 1), mode="max"):
    m, h_prev, w_prev, c = A_prev.shape
    (kh, kw), (sh, sw) = kernel_shape, stride
    out = np.zeros((m, (h_prev - kh) // sh + 1, (w_prev - kw) // sw + 1, c))
    for i in range(out.shape[1]):
        for j in range(out.shape[2]):
            window = A_prev[:, i * sh : i * sh + kh, j * sw : j * sw + kw]
            if mode == "max":
                out[:, i, j] = window.max(axis=(1, 2))
            elif mode == "avg":
                out[:, i, j] = window.mean(axis=(1, 2))
    return out


def pool_backward(dA, A_prev, kernel_shape, stride=(1, 1), mode="max"):
    (kh, kw), (sh, sw) = kernel_shape, stride
    dA_prev = np.zeros(A_prev.shape)
    for n, i, j, k in np.ndindex(*dA.shape):
        at = np.s_[n, i * sh : i * sh + kh, j * sw : j * sw + kw, k]
        if mode == "max":
            dA_prev[at] += dA[n, i, j, k] * (A_prev[at] == A_prev[at].max())
        if mode == "avg":
            dA_prev[at] += dA[n, i, j, k] / (kh * kw)
    return dA_prev
