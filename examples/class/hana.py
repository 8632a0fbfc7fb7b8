"""hana -- conv layer (backward: only dw and db so far checked by hand)"""
import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shape of x %s, shape of w %s" % (x.shape, w.shape))
    # every weight needs its bias
    return float(np.sum(x * w + b))


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("number of channels differs")
    H_out = x.shape[1] - w.shape[1] + 1
    W_out = x.shape[2] - w.shape[2] + 1
    if H_out <= 0 or W_out <= 0:
        raise ValueError("filter too large")
    rows = []
    for i in range(H_out):
        rows.append([conv_single(x[:, i:i + w.shape[1], j:j + w.shape[2]], w, b) for j in range(W_out)])
    return np.array(rows)


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    H_out = (H + 2 * pad - HH) // stride + 1
    W_out = (W + 2 * pad - WW) // stride + 1
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    window = xp[n, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
                    out[n, f, i, j] = conv_single(window, w[f], b[f])
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dxp = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(b.shape)
    for n in range(N):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    d = dout[n, f, i, j]
                    window = xp[n, :, i * stride:i * stride + HH, j * stride:j * stride + WW]
                    db[f] += d
                    dw[f] += d * window
                    dxp[n, :, i * stride:i * stride + HH, j * stride:j * stride + WW] += d * w[f]
    dx = dxp[:, :, pad:-pad, pad:-pad]
    return dx, dw, db
