"""Expected: everything it writes passes.

np.apply_along_axis twice: first it cuts windows out of rows, then it multiplies flattened windows with all filters.
"""
import numpy as np


def _cut(line, size, stride):
    return np.array([line[k:k + size] for k in range(0, len(line) - size + 1, stride)])


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError('depth')
    if not (w.shape[1] <= x.shape[1] and w.shape[2] <= x.shape[2]):
        raise ValueError('size')
    tall = np.apply_along_axis(_cut, 1, x, w.shape[1], 1)             # C Ho HH W
    both = np.apply_along_axis(_cut, 3, tall, w.shape[2], 1)          # C Ho HH Wo WW
    flat = both.transpose(1, 3, 0, 2, 4).reshape(both.shape[1], both.shape[3], -1)
    return np.apply_along_axis(lambda chunk: chunk @ w.ravel() + b, 2, flat)


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param['stride'], conv_param['pad']
    xp = np.pad(x, ((0, 0), (0, 0), (pad,) * 2, (pad,) * 2), mode='constant')
    tall = np.apply_along_axis(_cut, 2, xp, w.shape[2], stride)       # N C Ho HH W
    both = np.apply_along_axis(_cut, 4, tall, w.shape[3], stride)     # N C Ho HH Wo WW
    flat = both.transpose(0, 2, 4, 1, 3, 5)                           # N Ho Wo C HH WW
    flat = flat.reshape(*flat.shape[:3], -1)
    filters = w.reshape(len(w), -1)
    out = np.apply_along_axis(lambda chunk: filters @ chunk + b, 3, flat)
    return out.transpose(0, 3, 1, 2), {'x': x, 'w': w, 'stride': stride, 'pad': pad}


def conv_backward(dout, cache):
    x, w, S, P = cache['x'], cache['w'], cache['stride'], cache['pad']
    N, C, H, W = x.shape
    dx, dw = np.zeros(x.shape), np.zeros(w.shape)
    # loops over the *pixels* of the filter and over the outputs, with ranges cut so that the frame never exists
    for u in range(w.shape[2]):
        i0 = max(0, -(-(P - u) // S))
        i1 = min(dout.shape[2], (H - 1 + P - u) // S + 1)
        for v in range(w.shape[3]):
            j0 = max(0, -(-(P - v) // S))
            j1 = min(dout.shape[3], (W - 1 + P - v) // S + 1)
            for i in range(i0, i1):
                for j in range(j0, j1):
                    r, q = i * S + u - P, j * S + v - P
                    dx[:, :, r, q] += dout[:, :, i, j] @ w[:, :, u, v]
                    dw[:, :, u, v] += dout[:, :, i, j].T @ x[:, :, r, q]
    return dx, dw, dout.sum(axis=(0, 2, 3))
