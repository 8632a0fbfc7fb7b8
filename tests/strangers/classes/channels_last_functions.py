"""Functions whose images end in the channel and whose filters come first; ReLU and the loss have our own names."""

import numpy as np


def conv_forward(input_image, filters, bias, stride=1, padding=0):
    p = padding
    wide = np.pad(input_image, ((0, 0), (p, p), (p, p), (0, 0)))
    view = np.lib.stride_tricks.sliding_window_view(wide, filters.shape[1:3], (1, 2))[:, ::stride, ::stride]
    out = np.einsum("nijcuv,fuvc->nijf", view, filters) + bias
    return out, (input_image, filters, bias, stride, padding)


def conv_backward(dout, cache):
    image, filters, bias, stride, padding = cache
    p = padding
    wide = np.pad(image, ((0, 0), (p, p), (p, p), (0, 0)))
    rows, columns = filters.shape[1:3]
    dwide, dfilters = np.zeros(wide.shape), np.zeros(filters.shape)
    for i in range(dout.shape[1]):
        for j in range(dout.shape[2]):
            place = np.s_[:, i * stride:i * stride + rows, j * stride:j * stride + columns]
            dfilters += np.tensordot(dout[:, i, j], wide[place], (0, 0))
            dwide[place] += np.tensordot(dout[:, i, j], filters, 1)
    dimage = dwide[:, p:p + image.shape[1], p:p + image.shape[2]]
    return dimage, dfilters, dout.sum(axis=(0, 1, 2))


def _pooled(x, size, stride):
    view = np.lib.stride_tricks.sliding_window_view(x, (size, size), (1, 2))[:, ::stride, ::stride]
    return view.max(axis=(4, 5)), (x, size, stride)


def max_pool_forward(x, pool_size=2, stride=2):
    return _pooled(x, pool_size, stride)


def max_pool_backward(dout, cache):
    x, size, stride = cache
    dx = np.zeros(x.shape)
    for n, i, j, c in np.ndindex(dout.shape):
        tile = x[n, i * stride:i * stride + size, j * stride:j * stride + size, c]
        u, v = divmod(tile.argmax(), size)
        dx[n, i * stride + u, j * stride + v, c] += dout[n, i, j, c]
    return dx


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0)


def fc_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w)


def fc_backward(dout, cache):
    x, w = cache
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)
