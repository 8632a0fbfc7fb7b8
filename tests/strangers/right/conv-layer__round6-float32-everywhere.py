"""Everything in float32."""

import numpy as np

f32 = np.float32


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shape mismatch")
    return (x.astype(f32) * w.astype(f32)).sum(dtype=f32) + f32(b)


def conv_map(x, w, b):
    c, h, wd = x.shape
    if c != w.shape[0] or h < w.shape[1] or wd < w.shape[2]:
        raise ValueError("no place")
    out = np.full((h - w.shape[1] + 1, wd - w.shape[2] + 1), b, dtype=f32)
    for k in range(c):
        for u in range(w.shape[1]):
            for v in range(w.shape[2]):
                out += w[k, u, v].astype(f32) * x[k, u:u + out.shape[0], v:v + out.shape[1]].astype(f32)
    return out


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    x32 = np.pad(x.astype(f32), ((0, 0), (0, 0), (p, p), (p, p)))
    w32 = w.astype(f32)
    n, c, h, wd = x32.shape
    f, _, hh, ww = w.shape
    out = np.zeros((n, f, (h - hh) // s + 1, (wd - ww) // s + 1), f32)
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            out[:, :, i, j] = x32[:, :, i * s:i * s + hh, j * s:j * s + ww].reshape(n, -1) @ w32.reshape(f, -1).T
    out += b.astype(f32)[None, :, None, None]
    return out, (x32, w32, s, p)


def conv_backward(dout, cache):
    x32, w32, s, p = cache
    dout = dout.astype(f32)
    dxp, dw = np.zeros_like(x32), np.zeros_like(w32)
    hh, ww = w32.shape[2:]
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            g = dout[:, :, i, j]
            dw += np.einsum("nf,nchw->fchw", g, x32[:, :, i * s:i * s + hh, j * s:j * s + ww])
            dxp[:, :, i * s:i * s + hh, j * s:j * s + ww] += np.einsum("nf,fchw->nchw", g, w32)
    return dxp[:, :, p:dxp.shape[2] - p, p:dxp.shape[3] - p], dw, dout.sum(axis=(0, 2, 3))
