import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    h_out = (H + 2 * pad - HH) // stride + 1
    w_out = (W + 2 * pad - WW) // stride + 1
    padded = np.zeros((N, H + 2 * pad, W + 2 * pad))
    padded[:, pad : pad + H, pad : pad + W] = x[:, 0]
    out = np.zeros((N, F, h_out, w_out))
    for n in range(N):
        for f in range(F):
            kernel = w[f, 0]
            for i in range(h_out):
                for j in range(w_out):
                    patch = padded[n, i * stride : i * stride + HH, j * stride : j * stride + WW]
                    out[n, f, i, j] = np.sum(patch * kernel) + b[f]
    return out, (x, w, b, conv_param)
