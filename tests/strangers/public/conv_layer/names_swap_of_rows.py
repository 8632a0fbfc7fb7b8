"""Output rows come from the columns of the image: i and j are exchanged in the window."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    x_padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    N, C, H, W = x_padded.shape
    F, C, HH, WW = w.shape
    out_h = int((H - HH) / stride + 1)
    out_w = int((W - WW) / stride + 1)
    out = np.zeros((N, F, out_h, out_w))
    for n in range(N):
        for f in range(F):
            for i in range(out_h):
                for j in range(out_w):
                    region = x_padded[n, :, j * stride : j * stride + HH, i * stride : i * stride + WW]
                    if region.shape[1:] == (HH, WW):
                        out[n, f, i, j] = (region * w[f]).sum() + b[f]
    return out, (x, w, b, conv_param)
