# conv_forward is wrong for a stride larger than the filter (height or width): windows are put side by side instead of leaving gaps.
import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    Ho = (H + 2 * pad - HH) // stride + 1
    Wo = (W + 2 * pad - WW) // stride + 1
    # a window must start where the last one ended, at the latest
    step_h = min(stride, HH)
    step_w = min(stride, WW)
    out = np.zeros((N, F, Ho, Wo))
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                for j in range(Wo):
                    win = xp[n, :, i * step_h:i * step_h + HH, j * step_w:j * step_w + WW]
                    out[n, f, i, j] = np.sum(win * w[f].astype(float)) + b[f]
    return out, (x, w, b, conv_param)
