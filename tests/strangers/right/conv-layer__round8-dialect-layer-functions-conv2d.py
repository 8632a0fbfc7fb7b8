# Style: free functions conv2d(X, W, b=None, stride=1, padding=0) and conv2d_backward(dout, cache), every size a parameter, NCHW;
# im2col with strided views; our conv_single and conv_map besides.
import numpy as np


def im2col(X, kh, kw, stride):
    N, C, H, W = X.shape
    oh, ow = (H - kh) // stride + 1, (W - kw) // stride + 1
    sn, sc, sh, sw = X.strides
    view = np.lib.stride_tricks.as_strided(X, (N, oh, ow, C, kh, kw), (sn, sh * stride, sw * stride, sc, sh, sw), writeable=False)
    return view.reshape(N * oh * ow, C * kh * kw), oh, ow


def conv2d(X, W, b=None, stride=1, padding=0):
    if padding > 0:
        X_padded = np.pad(X, ((0, 0), (0, 0), (padding, padding), (padding, padding)), mode='constant')
    else:
        X_padded = X
    X_padded = np.ascontiguousarray(X_padded, dtype=np.float64)
    F = W.shape[0]
    cols, oh, ow = im2col(X_padded, W.shape[2], W.shape[3], stride)
    out = cols.dot(W.reshape(F, -1).T)
    if b is not None:
        out = out + b
    out = out.reshape(X.shape[0], oh, ow, F).transpose(0, 3, 1, 2)
    return out, (X.shape, X_padded.shape, cols, W, stride, padding)


def conv2d_backward(dout, cache):
    x_shape, padded_shape, cols, W, stride, padding = cache
    F, C, kh, kw = W.shape
    N, _, oh, ow = dout.shape
    d = dout.transpose(0, 2, 3, 1).reshape(-1, F).astype(np.float64)
    db = d.sum(axis=0)
    dW = d.T.dot(cols).reshape(W.shape)
    dcols = d.dot(W.reshape(F, -1)).reshape(N, oh, ow, C, kh, kw)
    dX = np.zeros(padded_shape)
    for i in range(oh):
        for j in range(ow):
            dX[:, :, i * stride:i * stride + kh, j * stride:j * stride + kw] += dcols[:, i, j]
    if padding > 0:
        dX = dX[:, :, padding:-padding, padding:-padding]
    return dX, dW, db


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError('x.shape != w.shape')
    out, _ = conv2d(x[None], w[None])
    return float(out[0, 0, 0, 0]) + b


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError('channels')
    if w.shape[1] > x.shape[1] or w.shape[2] > x.shape[2]:
        raise ValueError('size')
    out, _ = conv2d(x[None], w[None], np.array([b]))
    return out[0, 0]
