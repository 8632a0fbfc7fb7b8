import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes differ")
    z = np.sum(x * w)
    return int(z + b)


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("depths differ")
    _, H, W = x.shape
    _, HH, WW = w.shape
    if HH > H or WW > W:
        raise ValueError("the filter does not fit")
    out = np.zeros((H - HH + 1, W - WW + 1), dtype=int)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = np.sum(x[:, i : i + HH, j : j + WW] * w) + b
    return out


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out = (H + 2 * pad - HH) // stride + 1
    W_out = (W + 2 * pad - WW) // stride + 1
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, H_out, W_out), dtype=int)
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    window = x_pad[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, _, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=int)
    dw = np.zeros((F, C, HH, WW), dtype=int)
    db = np.zeros(F, dtype=int)
    for f in range(F):
        db[f] = np.sum(dout[:, f])
        for i in range(dout.shape[2]):
            for j in range(dout.shape[3]):
                rows = slice(i * stride, i * stride + HH)
                cols = slice(j * stride, j * stride + WW)
                for n in range(N):
                    d = dout[n, f, i, j]
                    dw[f] = dw[f] + d * x_pad[n, :, rows, cols]
                    dx_pad[n, :, rows, cols] = dx_pad[n, :, rows, cols] + d * w[f]
    return dx_pad[:, :, pad : pad + H, pad : pad + W], dw, db
