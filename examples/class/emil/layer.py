"""The layer. Small pieces are in windows.py."""
import numpy as np

import windows


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = windows.add_frame(x, pad)
    out = np.empty(output_shape(x, w, stride, pad))
    for i, j, window in windows.all_windows(padded, w.shape[2:], stride):
        for f in range(w.shape[0]):
            out[:, f, i, j] = (window * w[f]).sum(axis=(1, 2, 3)) + b[f]
    return out, (x, w, stride, pad)


def conv_backward(dout, cache):
    x, w, stride, pad = cache
    padded = windows.add_frame(x, pad)
    dpadded = np.zeros(padded.shape)
    dw = np.zeros(w.shape)
    # a window of dpadded is a view, so adding to it adds to dpadded
    pairs = zip(
        windows.all_windows(padded, w.shape[2:], stride),
        windows.all_windows(dpadded, w.shape[2:], stride),
    )
    for (i, j, window), (_, _, dwindow) in pairs:
        for f in range(w.shape[0]):
            d = dout[:, f, i, j].reshape(-1, 1, 1, 1)
            dw[f] += (d * window).sum(axis=0)
            dwindow += d * w[f]
    return windows.remove_frame(dpadded, pad), dw, dout.sum(axis=(0, 2, 3))


def output_shape(x, w, stride, pad):
    rows, columns = windows.count(x.shape[2:], w.shape[2:], stride, pad)
    return x.shape[0], w.shape[0], rows, columns
