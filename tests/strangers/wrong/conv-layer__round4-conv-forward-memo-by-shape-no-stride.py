"""Round 4. Expected: conv_forward loses points. Wrong: the places of windows are remembered by the sizes, without
the stride.
"""

import numpy as np


_ix = {}
def conv_forward(x, w, b, conv_param):
    S, P = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, h, v = w.shape
    key = (H, W, h, v, P)
    if key not in _ix:
        _ix[key] = [(i, j) for i in range(0, H + 2 * P - h + 1, S) for j in range(0, W + 2 * P - v + 1, S)]
    xp = np.pad(x.astype(float), ((0, 0), (0, 0), (P, P), (P, P)))
    cols = np.array([np.tensordot(xp[:, :, i:i + h, j:j + v], w.astype(float), ((1, 2, 3), (1, 2, 3))) + b for i, j in _ix[key]])
    Ho = len({i for i, j in _ix[key]})
    return cols.reshape(Ho, -1, N, F).transpose(2, 3, 0, 1), (x, w, b, conv_param)
