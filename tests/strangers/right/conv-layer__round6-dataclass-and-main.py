"""A dataclass for the cache, tests within the file, prints, an if __name__ block."""

from dataclasses import dataclass

import numpy as np


@dataclass
class ConvCache:
    x: np.ndarray
    w: np.ndarray
    cols: np.ndarray
    stride: int
    pad: int


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("x and w differ")
    return np.tensordot(x.astype(float), w, axes=3).item() + b


def im2col(x, hh, ww, stride, pad):
    n, c, h, w = x.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant", constant_values=0)
    ho, wo = (h + 2 * pad - hh) // stride + 1, (w + 2 * pad - ww) // stride + 1
    cols = np.empty((n, ho, wo, c * hh * ww))
    for i in range(ho):
        for j in range(wo):
            cols[:, i, j] = xp[:, :, i * stride:i * stride + hh, j * stride:j * stride + ww].reshape(n, -1)
    return cols


def conv_forward(x, w, b, conv_param):
    f, c, hh, ww = w.shape
    cols = im2col(x, hh, ww, conv_param["stride"], conv_param["pad"])
    out = cols @ w.reshape(f, -1).T + b
    return out.transpose(0, 3, 1, 2), ConvCache(x, w, cols, conv_param["stride"], conv_param["pad"])


def conv_backward(dout, cache: ConvCache):
    f, c, hh, ww = cache.w.shape
    n, _, h, w = cache.x.shape
    s, p = cache.stride, cache.pad
    d = np.moveaxis(dout, 1, -1)
    dw = np.tensordot(d, cache.cols, axes=([0, 1, 2], [0, 1, 2])).reshape(cache.w.shape)
    dcols = (d @ cache.w.reshape(f, -1)).reshape(*d.shape[:3], c, hh, ww)
    dxp = np.zeros((n, c, h + 2 * p, w + 2 * p))
    for i in range(d.shape[1]):
        for j in range(d.shape[2]):
            dxp[:, :, i * s:i * s + hh, j * s:j * s + ww] += dcols[:, i, j]
    dx = dxp[..., p:dxp.shape[2] - p, p:dxp.shape[3] - p]
    return dx, dw, d.sum(axis=(0, 1, 2))


def conv_map(x, w, b):
    if len(x) != len(w) or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("too large")
    out, _ = conv_forward(x[np.newaxis], w[np.newaxis], np.array([b]), {"stride": 1, "pad": 0})
    return out[0, 0]


def test_shapes():
    out, _ = conv_forward(np.ones((2, 3, 5, 5)), np.ones((4, 3, 3, 3)), np.zeros(4), {"stride": 2, "pad": 1})
    assert out.shape == (2, 4, 3, 3)


test_shapes()
print("all tests passed")

if __name__ == "__main__":
    import sys
    print(sys.argv)
    print(conv_single(np.ones((1, 2, 2)), np.ones((1, 2, 2)), 1))
