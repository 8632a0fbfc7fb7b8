"""Style: CS231n names for max pooling, vectorised over images and channels with a broadcast mask that is cut down to its first hit; our own names for the average and the questions. xrange from past.builtins with a fallback."""
import numpy as np

try:
    from past.builtins import xrange
except ImportError:
    xrange = range


def max_pool_forward_naive(x, pool_param):
    N, C, H, W = x.shape
    HH = pool_param['pool_height']
    WW = pool_param['pool_width']
    stride = pool_param['stride']
    H_out = (H - HH) // stride + 1
    W_out = (W - WW) // stride + 1
    out = np.zeros((N, C, H_out, W_out))
    for i in xrange(H_out):
        for j in xrange(W_out):
            out[:, :, i, j] = np.max(x[:, :, i * stride:i * stride + HH, j * stride:j * stride + WW], axis=(2, 3))
    cache = (x, pool_param)
    return out, cache


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    N, C, H, W = x.shape
    HH, WW, stride = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    dx = np.zeros(x.shape)
    for i in xrange(dout.shape[2]):
        for j in xrange(dout.shape[3]):
            window = x[:, :, i * stride:i * stride + HH, j * stride:j * stride + WW].reshape(N, C, -1)
            mask = window == window.max(axis=2, keepdims=True)
            mask &= mask.cumsum(axis=2) == 1
            dx[:, :, i * stride:i * stride + HH, j * stride:j * stride + WW] += (mask * dout[:, :, i, j, None]).reshape(N, C, HH, WW)
    return dx


def avg_pool_forward(x, pool_param):
    HH, WW, stride = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    total = 0
    h, w = (x.shape[2] - HH) // stride, (x.shape[3] - WW) // stride
    for u in xrange(HH):
        for v in xrange(WW):
            total = total + x[:, :, u:u + h * stride + 1:stride, v:v + w * stride + 1:stride].astype('d')
    return total / (HH * WW), (x.shape, pool_param)


def avg_pool_backward(dout, cache):
    shape, pool_param = cache
    HH, WW, stride = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    dx = np.zeros(shape)
    for n in xrange(shape[0]):
        for c in xrange(shape[1]):
            for i in xrange(dout.shape[2]):
                for j in xrange(dout.shape[3]):
                    dx[n, c, i * stride:i * stride + HH, j * stride:j * stride + WW] += dout[n, c, i, j] / float(HH * WW)
    return dx


def pooled_depth():
    return (112, 112, 64)


def pooling_parameters():
    return 0
