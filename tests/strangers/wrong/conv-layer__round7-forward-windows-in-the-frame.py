# conv_forward is wrong where pad is at least as large as the filter: outputs of windows that lie in the frame alone are 0 instead of the bias.
import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    Ho, Wo = 1 + (H + 2 * p - HH) // s, 1 + (W + 2 * p - WW) // s
    out = np.zeros((N, F, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            top, left = i * s - p, j * s - p
            r0, r1 = max(top, 0), min(top + HH, H)
            c0, c1 = max(left, 0), min(left + WW, W)
            if r0 >= r1 or c0 >= c1:
                continue  # no pixel under the filter
            part = x[:, :, r0:r1, c0:c1].astype(float)
            wpart = w[:, :, r0 - top:r1 - top, c0 - left:c1 - left].astype(float)
            out[:, :, i, j] = np.tensordot(part, wpart, axes=([1, 2, 3], [1, 2, 3])) + b
    return out, (x, w, b, conv_param)
