"""The windows of as_strided lie one pixel apart, whatever the stride."""

import numpy as np
from numpy.lib.stride_tricks import as_strided


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.ascontiguousarray(np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))))
    Ho = (H + 2 * pad - HH) // stride + 1
    Wo = (W + 2 * pad - WW) // stride + 1
    sn, sc, sh, sw = xp.strides
    windows = as_strided(xp, (N, C, Ho, Wo, HH, WW), (sn, sc, sh, sw, sh, sw))
    out = np.einsum("ncijuv,fcuv->nfij", windows, w) + b[None, :, None, None]
    return out, (x, w, b, conv_param)
