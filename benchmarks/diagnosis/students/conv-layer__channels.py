"""conv_forward: the bias is added once for each channel
conv_backward: the gradient of w is overwritten by each image
conv_map: the bias is missing
"""

import numpy as np


def conv_map(x, w, b):
    height = x.shape[1] - w.shape[1] + 1
    width = x.shape[2] - w.shape[2] + 1
    result = np.zeros((height, width))
    for row in range(height):
        for col in range(width):
            patch = x[:, row : row + w.shape[1], col : col + w.shape[2]]
            result[row, col] = np.sum(patch * w)
    return result


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    Ho = (H + 2 * p - HH) // s + 1
    Wo = (W + 2 * p - WW) // s + 1
    xp = np.zeros((N, C, H + 2 * p, W + 2 * p))
    xp[:, :, p : p + H, p : p + W] = x
    out = np.zeros((N, F, Ho, Wo))
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                for j in range(Wo):
                    for c in range(C):
                        block = xp[n, c, i * s : i * s + HH, j * s : j * s + WW]
                        out[n, f, i, j] += (block * w[f, c]).sum() + b[f]
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), "constant")
    dxp = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    for n in range(N):
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                block = xp[n, :, i * s : i * s + HH, j * s : j * s + WW]
                for f in range(F):
                    dw[f] = dout[n, f, i, j] * block
                    dxp[n, :, i * s : i * s + HH, j * s : j * s + WW] += dout[n, f, i, j] * w[f]
    db = np.sum(dout, axis=(0, 2, 3))
    dx = dxp[:, :, p : p + H, p : p + W]
    return dx, dw, db
