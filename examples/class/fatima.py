import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("x and w need the same shape")
    return float((x * w).sum() + b)


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("x and w need the same depth")
    if x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("w is larger than x")
    # definition: (f * g)(t) = sum f(tau) g(t - tau), so the kernel is mirrored
    w = np.flip(w, axis=(1, 2))
    _, HH, WW = w.shape
    out = np.zeros((x.shape[1] - HH + 1, x.shape[2] - WW + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            out[i, j] = conv_single(x[:, i:i + HH, j:j + WW], w, b)
    return out


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    H_out = (H + 2 * pad - HH) // stride + 1
    W_out = (W + 2 * pad - WW) // stride + 1
    w_mirrored = np.flip(w, axis=(2, 3))
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    top, left = i * stride, j * stride
                    out[n, f, i, j] = np.sum(x_pad[n, :, top:top + HH, left:left + WW] * w_mirrored[f]) + b[f]
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    w_mirrored = np.flip(w, axis=(2, 3))
    x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dx_pad = np.zeros(x_pad.shape)
    dw_mirrored = np.zeros(w.shape)
    for n in range(N):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    top, left = i * stride, j * stride
                    dw_mirrored[f] += dout[n, f, i, j] * x_pad[n, :, top:top + HH, left:left + WW]
                    dx_pad[n, :, top:top + HH, left:left + WW] += dout[n, f, i, j] * w_mirrored[f]
    dw = np.flip(dw_mirrored, axis=(2, 3))
    db = dout.sum(axis=(0, 2, 3))
    return dx_pad[:, :, pad:pad + H, pad:pad + W], dw, db
