"""Wrong: conv_backward. dx is right for square images only: the loop bound for columns is the image's height. On
which inputs: H != W (with H < W gradients of the last columns are missing). Due instead: dx over all W
columns, dw too.
"""
import math
import numpy as np


def _frame(image, pad):
    """image is a list (C) of lists (H) of lists (W); returns a new one with zeros around."""
    width = len(image[0][0]) + 2 * pad
    framed = []
    for channel in image:
        rows = [[0] * width for _ in range(pad)]
        rows += [[0] * pad + list(row) + [0] * pad for row in channel]
        rows += [[0] * width for _ in range(pad)]
        framed.append(rows)
    return framed


def conv_forward(x, w, b, conv_param):
    stride, pad = int(conv_param["stride"]), int(conv_param["pad"])
    F, C, HH, WW = w.shape
    N, _, H, W = x.shape
    ho = (H + 2 * pad - HH) // stride + 1
    wo = (W + 2 * pad - WW) // stride + 1
    wl, bl = w.tolist(), np.asarray(b).tolist()
    result = []
    for image in x.tolist():
        img = _frame(image, pad)
        maps = []
        for f in range(F):
            rows = []
            for i in range(ho):
                line = []
                for j in range(wo):
                    terms = [bl[f]]
                    for c in range(C):
                        for u in range(HH):
                            pix = img[c][i * stride + u][j * stride:j * stride + WW]
                            terms.extend(p * q for p, q in zip(pix, wl[f][c][u]))
                    line.append(math.fsum(terms))
                rows.append(line)
            maps.append(rows)
        result.append(maps)
    return np.array(result, dtype=float).reshape(N, F, ho, wo), (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    for n, f, i, j in np.ndindex(dout.shape):
        g = float(dout[n, f, i, j])
        for u in range(HH):
            for v in range(WW):
                r, q = i * stride + u - pad, j * stride + v - pad
                if 0 <= r < H and 0 <= q < min(H, W):
                    dw[f, :, u, v] += g * x[n, :, r, q]
                    dx[n, :, r, q] += g * w[f, :, u, v]
    return dx, dw, dout.sum(axis=(0, 2, 3), dtype=float)
