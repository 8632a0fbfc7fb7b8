"""Expected: everything it writes passes.

Nothing but nested Python loops over nested lists; NumPy only wraps the results.
"""
import numpy as np


def conv_single(x, w, b):
    if np.shape(x) != np.shape(w):
        raise ValueError("x is %s but w is %s" % (np.shape(x), np.shape(w)))
    X = x.tolist()
    K = w.tolist()
    z = 0.0
    for c in range(len(X)):
        for u in range(len(X[c])):
            for v in range(len(X[c][u])):
                z = z + X[c][u][v] * K[c][u][v]
    return z + b


def conv_map(x, w, b):
    C, H, W = x.shape
    C2, HH, WW = w.shape
    if C != C2:
        raise ValueError("depth")
    if HH > H:
        raise ValueError("filter too high")
    if WW > W:
        raise ValueError("filter too wide")
    X = x.tolist()
    K = w.tolist()
    rows = []
    for i in range(H - HH + 1):
        row = []
        for j in range(W - WW + 1):
            s = 0.0
            for c in range(C):
                for u in range(HH):
                    for v in range(WW):
                        s += X[c][i + u][j + v] * K[c][u][v]
            row.append(s + b)
        rows.append(row)
    return np.array(rows, dtype=float)


def conv_forward(x, w, b, conv_param):
    stride = conv_param["stride"]
    pad = conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    Ho = (H + 2 * pad - HH) // stride + 1
    Wo = (W + 2 * pad - WW) // stride + 1
    X = x.tolist()
    K = w.tolist()
    B = b.tolist()
    out = np.zeros((N, F, Ho, Wo))
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                for j in range(Wo):
                    s = B[f]
                    for c in range(C):
                        for u in range(HH):
                            for v in range(WW):
                                # where is this pixel in the image without its frame?
                                p = i * stride + u - pad
                                q = j * stride + v - pad
                                if p >= 0 and q >= 0 and p < H and q < W:
                                    s += X[n][c][p][q] * K[f][c][u][v]
                    out[n][f][i][j] = s
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    stride = conv_param["stride"]
    pad = conv_param["pad"]
    N, C, H, W = x.shape
    F, C, HH, WW = w.shape
    _, _, Ho, Wo = dout.shape
    dx = np.zeros((N, C, H, W))
    dw = np.zeros((F, C, HH, WW))
    db = np.zeros(F)
    for n in range(N):
        for f in range(F):
            for i in range(Ho):
                for j in range(Wo):
                    g = float(dout[n, f, i, j])
                    db[f] += g
                    for c in range(C):
                        for u in range(HH):
                            p = i * stride + u - pad
                            if p < 0 or p >= H:
                                continue
                            for v in range(WW):
                                q = j * stride + v - pad
                                if q < 0 or q >= W:
                                    continue
                                dx[n, c, p, q] += g * w[f, c, u, v]
                                dw[f, c, u, v] += g * x[n, c, p, q]
    return dx, dw, db
