import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("different shapes")
    return float(np.sum(x * w) + b)


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("different depths")
    C, H, W = x.shape
    _, HH, WW = w.shape
    if HH > H or WW > W:
        raise ValueError("filter too large")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = conv_single(x[:, i:i + HH, j:j + WW], w, b)
    return out


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))
    out = np.zeros((N, F, 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride))
    for n in range(N):
        for f in range(F)
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    # TODO

    return out, (x, w, b, conv_param)
