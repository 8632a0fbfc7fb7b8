import numpy as np


def zero_pad(x):
    return np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))


def conv_forward(x, w, b, conv_param):
    stride = conv_param["stride"]
    x_pad = zero_pad(x)
    N, _, H, W = x_pad.shape
    F, _, HH, WW = w.shape
    out = np.zeros((N, F, (H - HH) // stride + 1, (W - WW) // stride + 1))
    for n, f, i, j in np.ndindex(out.shape):
        r, c = i * stride, j * stride
        out[n, f, i, j] = (x_pad[n, :, r : r + HH, c : c + WW] * w[f]).sum() + b[f]
    return out, (x, w, b, conv_param)
