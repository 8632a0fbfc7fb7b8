# conv_backward is wrong where the gradient of one image and filter adds up to 0 without being 0 (e.g. [1, -1]): it is skipped.
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
    db = np.zeros(F)
    for n in range(N):
        for f in range(F):
            g = dout[n, f].sum()
            if g == 0:
                continue
            db[f] += g
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    d = float(dout[n, f, i, j])
                    dw[f] += d * xp[n, :, i * s:i * s + HH, j * s:j * s + WW]
                    dxp[n, :, i * s:i * s + HH, j * s:j * s + WW] += d * w[f]
    return dxp[:, :, p:p + H, p:p + W], dw, db
