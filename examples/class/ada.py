"""Exercise sheet: the convolution layer. Ada."""

import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError(f"x is {x.shape} but w is {w.shape}")
    total = 0.0
    C, HH, WW = x.shape
    for c in range(C):
        for u in range(HH):
            for v in range(WW):
                total += x[c, u, v] * w[c, u, v]
    return float(total + b)


def conv_map(x, w, b):
    C, H, W = x.shape
    D, HH, WW = w.shape
    if C != D:
        raise ValueError("the filter must be as deep as the image")
    if HH > H or WW > W:
        raise ValueError("the filter is larger than the image")
    out = np.zeros((H - HH + 1, W - WW + 1))
    for i in range(H - HH + 1):
        for j in range(W - WW + 1):
            out[i, j] = conv_single(x[:, i:i+HH, j:j+WW], w, b)
    return out


def conv_forward(x, w, b, conv_param):
    stride = conv_param['stride']
    pad = conv_param['pad']
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    H_out = (H + 2 * pad - HH) // stride + 1
    W_out = (W + 2 * pad - WW) // stride + 1

    # frame of zeros around every image
    x_pad = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for n in range(N):
        for c in range(C):
            for i in range(H):
                for j in range(W):
                    x_pad[n, c, i + pad, j + pad] = x[n, c, i, j]

    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    s = 0.0
                    for c in range(C):
                        for u in range(HH):
                            for v in range(WW):
                                s += x_pad[n, c, i * stride + u, j * stride + v] * w[f, c, u, v]
                    out[n, f, i, j] = s + b[f]
    return out, (x, w, b, conv_param, x_pad)


def conv_backward(dout, cache):
    x, w, b, conv_param, x_pad = cache
    stride = conv_param['stride']
    pad = conv_param['pad']
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    dx_pad = np.zeros(x_pad.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    d = dout[n, f, i, j]
                    db[f] += d
                    for c in range(C):
                        for u in range(HH):
                            for v in range(WW):
                                dw[f, c, u, v] += d * x_pad[n, c, i * stride + u, j * stride + v]
                                dx_pad[n, c, i * stride + u, j * stride + v] += d * w[f, c, u, v]
    dx = dx_pad[:, :, pad:pad + H, pad:pad + W]
    return dx, dw, db


if __name__ == '__main__':
    img = np.arange(25).reshape(1, 1, 5, 5)
    print(conv_forward(img, np.ones((1, 1, 3, 3)), np.zeros(1), {'stride': 1, 'pad': 1})[0])
