import math
import numpy as np


def conv_single(x, w, b):
    if tuple(np.shape(x)) != tuple(np.shape(w)):
        raise ValueError("different shapes")
    a, k = np.asarray(x).ravel().tolist(), np.asarray(w).ravel().tolist()
    return float(math.fsum([p * q for p, q in zip(a, k)] + [np.asarray(b).item()]))


def conv_map(x, w, b):
    (c, h, wd), (c2, hh, ww) = x.shape, w.shape
    if c != c2:
        raise ValueError("depth")
    if hh > h or ww > wd:
        raise ValueError("too large")
    return np.array([[conv_single(x[:, i:i + hh, j:j + ww], w, b) for j in range(wd - ww + 1)]
                     for i in range(h - hh + 1)], dtype=float)


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
    stride, pad = int(conv_param["stride"]), int(conv_param["pad"])
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    d, wl = dout.tolist(), w.tolist()
    dw = [[[[0.0] * WW for _ in range(HH)] for _ in range(C)] for _ in range(F)]
    db = [0.0] * F
    dx = [[[[0.0] * W for _ in range(H)] for _ in range(C)] for _ in range(N)]
    for n, image in enumerate(x.tolist()):
        for f in range(F):
            for i, row in enumerate(d[n][f]):
                for j, g in enumerate(row):
                    db[f] += g
                    for u in range(HH):
                        r = i * stride + u - pad
                        if not 0 <= r < H:
                            continue
                        for v in range(WW):
                            q = j * stride + v - pad
                            if 0 <= q < W:
                                for c in range(C):
                                    dw[f][c][u][v] += g * image[c][r][q]
                                    dx[n][c][r][q] += g * wl[f][c][u][v]
    return np.array(dx, dtype=float), np.array(dw, dtype=float), np.array(db, dtype=float)
