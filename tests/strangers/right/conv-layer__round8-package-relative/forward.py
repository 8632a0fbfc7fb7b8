"""Forward: built from conv_single upwards."""
import numpy as np

from .common import framed, window


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("a block must have the shape of its filter")
    return np.add.reduce(np.ravel(x.astype(float) * w.astype(float))) + b


def conv_map(x, w, b):
    depth, *size = w.shape
    if depth != len(x) or size[0] > x.shape[1] or size[1] > x.shape[2]:
        raise ValueError("filter and image")
    return conv_forward(x[None], w[None], [b], {"stride": 1, "pad": 0})[0][0][0]


def conv_forward(x, w, b, conv_param):
    xp = framed(x, conv_param["pad"])
    s = conv_param["stride"]
    sizes = [(xp.shape[a] - w.shape[a]) // s + 1 for a in (2, 3)]
    out = np.zeros([len(x), len(w)] + sizes)
    for n, f, i, j in np.ndindex(*out.shape):
        out[n, f, i, j] = conv_single(xp[(n, slice(None)) + window(i, j, s, w)], w[f], b[f])
    return out, (x.shape, xp, w, s, conv_param["pad"])
