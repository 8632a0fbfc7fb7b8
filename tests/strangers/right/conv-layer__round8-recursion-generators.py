"""Style: generators for the places, recursion instead of axes, sums of Python floats; slow but simple."""
import itertools
import numpy as np


def product_sum(a, b):
    # down one axis at a time, until numbers are left
    if np.ndim(a) == 0:
        return float(a) * float(b)
    return sum(product_sum(p, q) for p, q in zip(a, b))


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError
    return product_sum(x, w) + float(b)


def places(height, width, hh, ww, step=1):
    for i, top in enumerate(range(0, height - hh + 1, step)):
        for j, left in enumerate(range(0, width - ww + 1, step)):
            yield i, j, slice(top, top + hh), slice(left, left + ww)


def conv_map(x, w, b):
    depth, height, width = x.shape
    if depth != w.shape[0]:
        raise ValueError("wrong depth")
    hh, ww = w.shape[1:]
    if hh > height or ww > width:
        raise ValueError("filter does not fit")
    values = (conv_single(x[:, r, c], w, b) for _, _, r, c in places(height, width, hh, ww))
    return np.fromiter(values, dtype=float).reshape(height - hh + 1, width - ww + 1)


def frame(image, pad):
    """Zeros around one image, by concatenation."""
    if pad == 0:
        return np.asarray(image, dtype=float)
    c, h, w = image.shape
    side, lid = np.zeros((c, h, 1)), np.zeros((c, 1, w + 2))
    inner = np.concatenate([side, image, side], axis=2)
    return frame(np.concatenate([lid, inner, lid], axis=1), pad - 1)


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    framed = [frame(image, pad) for image in x]
    hh, ww = w.shape[2:]
    h, l = framed[0].shape[1:]
    out = np.empty((len(x), len(w), (h - hh) // stride + 1, (l - ww) // stride + 1))
    for (n, image), (f, filt) in itertools.product(enumerate(framed), enumerate(w)):
        for i, j, r, c in places(h, l, hh, ww, stride):
            out[n, f, i, j] = conv_single(image[:, r, c], filt, b[f])
    return out, [framed, w, stride, pad]


def conv_backward(dout, cache):
    framed, w, stride, pad = cache
    hh, ww = w.shape[2:]
    h, l = framed[0].shape[1:]
    dframed = [np.zeros_like(image) for image in framed]
    dw, db = np.zeros(w.shape), np.zeros(len(w))
    for n, f in itertools.product(range(len(framed)), range(len(w))):
        for i, j, r, c in places(h, l, hh, ww, stride):
            g = float(dout[n, f, i, j])
            db[f] += g
            dw[f] += g * framed[n][:, r, c]
            dframed[n][:, r, c] += g * w[f]
    return np.stack(dframed)[:, :, pad:h - pad, pad:l - pad], dw, db
