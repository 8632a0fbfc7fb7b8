import numpy as np

# everything on flat lists: a pixel (c, r, s) of an image lives at (c * H + r) * W + s


def conv_single(x, w, b):
    if tuple(x.shape) != tuple(w.shape):
        raise ValueError(f"{x.shape} against {w.shape}")
    return sum(map(lambda p, q: p * q, x.astype(float).ravel().tolist(), w.astype(float).ravel().tolist())) + float(b)


def conv_map(x, w, b):
    C, H, W = x.shape
    D, HH, WW = w.shape
    if C != D or H < HH or W < WW:
        raise ValueError("does not fit")
    a = [float(t) for t in x.ravel()]
    k = [float(t) for t in w.ravel()]
    rows, cols = H - HH + 1, W - WW + 1
    res = [float(b)] * (rows * cols)
    for place in range(rows * cols):
        i, j = divmod(place, cols)
        for t, weight in enumerate(k):
            c, rest = divmod(t, HH * WW)
            u, v = divmod(rest, WW)
            res[place] += weight * a[(c * H + i + u) * W + j + v]
    return np.array(res).reshape(rows, cols)


def _windows(C, H, W, HH, WW, S, P):
    """For each place the list of (pixel, weight) index pairs that lie in the real image."""
    ho = (H + 2 * P - HH) // S + 1
    wo = (W + 2 * P - WW) // S + 1
    table = []
    for place in range(ho * wo):
        i, j = place // wo, place % wo
        pairs = []
        for t in range(C * HH * WW):
            c = t // (HH * WW)
            u = t // WW % HH
            v = t % WW
            r, s = i * S + u - P, j * S + v - P
            if 0 <= r < H and 0 <= s < W:
                pairs.append(((c * H + r) * W + s, t))
        table.append(pairs)
    return table, ho, wo


def conv_forward(x, w, b, conv_param):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    table, ho, wo = _windows(C, H, W, HH, WW, conv_param["stride"], conv_param["pad"])
    xf = x.reshape(N, -1).astype(np.float64)
    wf = w.reshape(F, -1).astype(np.float64)
    out = np.empty((N, F, ho * wo))
    for n in range(N):
        for f in range(F):
            for place, pairs in enumerate(table):
                out[n, f, place] = sum((xf[n, p] * wf[f, t] for p, t in pairs), float(b[f]))
    return out.reshape(N, F, ho, wo), [table, xf, wf, x.shape, w.shape]


def conv_backward(dout, cache):
    table, xf, wf, xs, ws = cache
    N, F = dout.shape[:2]
    d = dout.reshape(N, F, -1).astype(np.float64)
    dx = np.zeros_like(xf)
    dw = np.zeros_like(wf)
    db = [0.0] * F
    for place, pairs in enumerate(table):
        for n in range(N):
            for f in range(F):
                g = d[n, f, place]
                db[f] += g
                for p, t in pairs:
                    dx[n, p] += g * wf[f, t]
                    dw[f, t] += g * xf[n, p]
    return dx.reshape(xs), dw.reshape(ws), np.array(db)


if __name__ == "__main__":
    print(conv_map(np.arange(9).reshape(1, 3, 3), np.ones((1, 2, 2)), 0))
