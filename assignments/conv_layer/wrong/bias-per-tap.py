import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("x and w must have the same shape")
    return float(np.sum(x * w + b))


def conv_map(x, w, b):
    C, H, W = x.shape
    if w.shape[0] != C:
        raise ValueError("x and w must have the same depth")
    HH, WW = w.shape[1:]
    if HH > H or WW > W:
        raise ValueError("w must fit into x")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = conv_single(x[:, i : i + HH, j : j + WW], w, b)
    return out


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    out = np.zeros((N, F, (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1))
    x_pad = np.pad(x, ((0,), (0,), (pad,), (pad,)))
    for n in range(N):
        for f in range(F):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    window = x_pad[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
                    out[n, f, i, j] = np.sum(window * w[f] + b[f])
    return out, (x, w, b, conv_param)
