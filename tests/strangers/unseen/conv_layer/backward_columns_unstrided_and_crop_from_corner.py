"""Two mistakes: the window moves by the stride only downwards, its column is j; and the frame is cut off only at the
end (dxp[:, :, :H, :W]), so dx is shifted by the padding.
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    out = np.zeros((N, F, (H + 2 * p - HH) // s + 1, (W + 2 * p - WW) // s + 1))
    for n, f, i, j in np.ndindex(out.shape):
        out[n, f, i, j] = np.vdot(xp[n, :, i * s:i * s + HH, j * s:j * s + WW], w[f]) + b[f]
    return out, {"x": x, "w": w, "xp": xp, "s": s}


def conv_backward(dout, cache):
    x, w, xp, s = (cache[key] for key in ("x", "w", "xp", "s"))
    HH, WW = w.shape[2:]
    dxp = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(len(w))
    for n, f, i, j in np.ndindex(dout.shape):
        up = dout[n, f, i, j]
        db[f] += up
        dw[f] += up * xp[n, :, i * s:i * s + HH, j:j + WW]
        dxp[n, :, i * s:i * s + HH, j:j + WW] += up * w[f]
    return dxp[:, :, :x.shape[2], :x.shape[3]], dw, db
