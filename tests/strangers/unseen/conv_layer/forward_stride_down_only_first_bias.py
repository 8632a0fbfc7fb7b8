"""Two mistakes: the window moves by the stride only downwards, to the right it moves by one pixel; and every filter
gets the bias of filter 0.
"""

import numpy as np


class Conv(object):
    @staticmethod
    def forward(x, w, b, conv_param):
        step, pad = conv_param["stride"], conv_param["pad"]
        N, C, H, W = x.shape
        F, C, HH, WW = w.shape
        Hout = 1 + (H + 2 * pad - HH) // step
        Wout = 1 + (W + 2 * pad - WW) // step
        big = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        out = np.zeros((N, F, Hout, Wout))
        for i in range(Hout):
            for j in range(Wout):
                win = big[:, :, i * step:i * step + HH, j:j + WW]
                for f in range(F):
                    out[:, f, i, j] = np.sum(win * w[f], axis=(1, 2, 3)) + b[0]
        return out, (x, w, b, conv_param)
