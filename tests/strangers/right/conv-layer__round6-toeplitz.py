import numpy as np


def conv_single(x, w, b):
    """Recursive: split the block along its longest axis until a single number is left."""
    if x.shape != w.shape:
        raise ValueError("not the same shape")

    def rec(p, q):
        if p.size == 0:
            return 0.0
        if p.size == 1:
            return float(p.item()) * float(q.item())
        ax = int(np.argmax(p.shape))
        m = p.shape[ax] // 2
        lo = [slice(None)] * p.ndim
        hi = [slice(None)] * p.ndim
        lo[ax], hi[ax] = slice(0, m), slice(m, None)
        return rec(p[tuple(lo)], q[tuple(lo)]) + rec(p[tuple(hi)], q[tuple(hi)])

    return rec(x, w) + float(b)


def big_matrix(w, C, H, W, stride, pad):
    F, _, HH, WW = w.shape
    Ho = 1 + (H + 2 * pad - HH) // stride
    Wo = 1 + (W + 2 * pad - WW) // stride
    M = np.zeros((F, Ho, Wo, C, H + 2 * pad, W + 2 * pad))
    for i, j in np.ndindex(Ho, Wo):
        M[:, i, j, :, i * stride:i * stride + HH, j * stride:j * stride + WW] = w
    M = M[..., pad:pad + H, pad:pad + W]
    return np.reshape(M, (F * Ho * Wo, C * H * W)), Ho, Wo


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("depth differs")
    if np.any(np.array(w.shape) > np.array(x.shape)):
        raise ValueError("too large")
    M, Ho, Wo = big_matrix(w[np.newaxis], *x.shape, 1, 0)
    return (M @ x.ravel().astype(np.float64)).reshape(Ho, Wo) + b


def conv_forward(x, w, b, conv_param):
    N, C, H, W = x.shape
    M, Ho, Wo = big_matrix(w, C, H, W, conv_param["stride"], conv_param["pad"])
    flat = x.reshape(N, -1).astype(np.float64)
    out = (flat @ M.T).reshape(N, len(w), Ho, Wo) + np.array(b, dtype=np.float64)[:, None, None]
    return out, (flat, M, x.shape, w.shape, conv_param["stride"], conv_param["pad"])


def conv_backward(dout, cache):
    flat, M, xs, ws, stride, pad = cache
    N, F, Ho, Wo = dout.shape
    D = dout.reshape(N, -1).astype(np.float64)
    dx = (D @ M).reshape(xs)
    dM = D.T @ flat                       # every entry of the matrix as if it were free ...
    C, H, W = xs[1:]
    full = np.zeros((F, Ho, Wo, C, H + 2 * pad, W + 2 * pad))
    full[..., pad:pad + H, pad:pad + W] = dM.reshape(F, Ho, Wo, C, H, W)
    dw = np.zeros(ws)
    for i, j in np.ndindex(Ho, Wo):       # ... then tie them
        dw += full[:, i, j, :, i * stride:i * stride + ws[2], j * stride:j * stride + ws[3]]
    return dx, dw, D.reshape(N, F, -1).sum(axis=(0, 2))
