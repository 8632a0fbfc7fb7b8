"""conv_forward: the padding counts once in the size of the map, and the last 1 is missing
conv_backward: the window of the image stands where the filter should
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows = (H + pad - HH) // stride
    cols = (W + pad - WW) // stride
    out = np.zeros((N, F, rows, cols))
    for n in range(N):
        for f in range(F):
            for r in range(rows):
                for c in range(cols):
                    r0, c0 = r * stride, c * stride
                    out[n, f, r, c] = np.sum(padded[n, :, r0 : r0 + HH, c0 : c0 + WW] * w[f]) + b[f]
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dw, db = np.zeros(padded.shape), np.zeros(w.shape), np.zeros(F)
    for n in range(N):
        for f in range(F):
            db[f] += dout[n, f].sum()
            for r in range(dout.shape[2]):
                for c in range(dout.shape[3]):
                    r0, c0 = r * stride, c * stride
                    part = padded[n, :, r0 : r0 + HH, c0 : c0 + WW]
                    dw[f] += part * dout[n, f, r, c]
                    dpadded[n, :, r0 : r0 + HH, c0 : c0 + WW] += part * dout[n, f, r, c]
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, db
