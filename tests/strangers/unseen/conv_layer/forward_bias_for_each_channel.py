"""The loop over the channels of the image adds the bias too, so it counts C times."""

import numpy as np


def conv_forward(x, w, b, conv_param):
    stride = conv_param["stride"]
    pad = conv_param["pad"]
    n_img, n_ch, h, wd = x.shape
    n_f, _, kh, kw = w.shape
    oh = 1 + (h + 2 * pad - kh) // stride
    ow = 1 + (wd + 2 * pad - kw) // stride
    frame = np.zeros((n_img, n_ch, h + 2 * pad, wd + 2 * pad))
    frame[:, :, pad:pad + h, pad:pad + wd] = x
    out = np.zeros((n_img, n_f, oh, ow))
    for n in range(n_img):
        for k in range(n_f):
            for c in range(n_ch):
                for i in range(oh):
                    for j in range(ow):
                        patch = frame[n, c, i * stride:i * stride + kh, j * stride:j * stride + kw]
                        out[n, k, i, j] += np.sum(patch * w[k, c]) + b[k]
    return out, (x, w, b, conv_param)
