import numpy as np


def conv_fast(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    (N, _, H, W), (F, _, HH, WW) = x.shape, w.shape
    out = np.zeros((N, F, (H - HH) // stride + 1, (W - WW) // stride + 1))
    for n, f, i, j in np.ndindex(out.shape):
        top, left = i * stride, j * stride
        out[n, f, i, j] = np.sum(x[n, :, top : top + HH, left : left + WW] * w[f]) + b[f]
    return out
