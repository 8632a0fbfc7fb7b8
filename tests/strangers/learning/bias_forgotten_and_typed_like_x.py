"""conv-layer. Bug: the bias is forgotten, and the map has the type of the image.

Expected: conv_forward failed: out by bias-forgotten; a sentence says that whole numbers cannot hold what is due.
"""

import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    n, c, h, wd = x.shape
    f, _, hh, ww = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    ho, wo = (h + 2 * p - hh) // s + 1, (wd + 2 * p - ww) // s + 1
    out = np.zeros((n, f, ho, wo), dtype=x.dtype)
    for i in range(ho):
        for j in range(wo):
            for k in range(f):
                for m in range(n):
                    out[m, k, i, j] = np.sum(xp[m, :, i * s:i * s + hh, j * s:j * s + ww] * w[k])
    return out, (x, w, b, conv_param)
