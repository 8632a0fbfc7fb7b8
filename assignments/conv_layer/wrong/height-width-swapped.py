import numpy as np


def conv_forward(x, w, b, conv_param):
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    stride = conv_param["stride"]
    pad = conv_param["pad"]
    out_width = (W + 2 * pad - WW) // stride + 1
    out_height = (H + 2 * pad - HH) // stride + 1
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, out_width, out_height))
    for n in range(N):
        for f in range(F):
            for i in range(out_width):
                for j in range(out_height):
                    left = i * stride
                    top = j * stride
                    out[n, f, i, j] = np.sum(x_pad[n, :, top : top + HH, left : left + WW] * w[f]) + b[f]
    return out, (x, w, b, conv_param)
