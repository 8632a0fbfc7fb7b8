# conv_backward is wrong where there are as many filters as channels (2 or more): dx is made with filters and channels exchanged.
import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x.astype(float), ((0, 0), (0, 0), (p, p), (p, p)))
    F, C, HH, WW = w.shape
    Ho = (xp.shape[2] - HH) // s + 1
    Wo = (xp.shape[3] - WW) // s + 1
    out = np.zeros((x.shape[0], F, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            win = xp[:, :, i * s:i * s + HH, j * s:j * s + WW]
            out[:, :, i, j] = np.einsum("ncuv,fcuv->nf", win, w.astype(float)) + b
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    xp = np.pad(x.astype(float), ((0, 0), (0, 0), (p, p), (p, p)))
    dxp = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    # backwards the filters and the channels change roles
    back = w.astype(float)
    if back.shape[0] == x.shape[1]:
        back = back.transpose(1, 0, 2, 3)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            d = dout[:, :, i, j].astype(float)
            win = xp[:, :, i * s:i * s + HH, j * s:j * s + WW]
            dw += np.einsum("nf,ncuv->fcuv", d, win)
            dxp[:, :, i * s:i * s + HH, j * s:j * s + WW] += np.einsum("nf,fcuv->ncuv", d, back)
    return dxp[:, :, p:p + H, p:p + W], dw, dout.sum(axis=(0, 2, 3))
