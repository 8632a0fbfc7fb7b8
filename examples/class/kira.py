import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("Filter and window differ in shape")
    return float(np.tensordot(x, w, axes=3) + b)


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("Filter and image differ in depth")
    if x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("Filter does not fit into image")
    out = np.zeros((x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1))
    for (i, j), _ in np.ndenumerate(out):
        out[i, j] = conv_single(x[:, i:i + w.shape[1], j:j + w.shape[2]], w, b)
    return out


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    x = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, (H + 2 * pad - HH) // stride + 1, (W + 2 * pad - WW) // stride + 1))
    for n in range(N):
        for f in range(F):
            top = 0
            while top + HH <= H + 2 * pad:
                left = 0
                while left + WW <= W + 2 * pad:
                    z = conv_single(x[n, :, top:top + HH, left:left + WW], w[f], b[f])
                    out[n, f, top // stride, left // stride] = z
                top += stride
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x_pad, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    HH, WW = w.shape[2:]
    dx_pad, dw = np.zeros(x_pad.shape), np.zeros(w.shape)
    for (n, f, i, j), d in np.ndenumerate(dout):
        part = np.s_[n, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
        dw[f] += d * x_pad[part]
        dx_pad[part] += d * w[f]
    end_h, end_w = x_pad.shape[2] - pad, x_pad.shape[3] - pad
    return dx_pad[:, :, pad:end_h, pad:end_w], dw, dout.sum(axis=(0, 2, 3))
