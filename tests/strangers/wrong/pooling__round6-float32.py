# max_pool_forward is wrong: whole numbers above 16777216 and floats with more than 24 bits are rounded to float32
import numpy as np


class Layer(object):
    def __init__(self, **kw):
        self.__dict__.update(kw)


def pooled_depth():
    return (112, 112, 64)


def pooling_parameters():
    return 0


def max_pool_forward_naive(x, pool_param):
    """A naive implementation of the forward pass for a max-pooling layer."""
    N, C, H, W = x.shape
    HH, WW = pool_param['pool_height'], pool_param['pool_width']
    stride = pool_param['stride']
    H_out = 1 + (H - HH) // stride
    W_out = 1 + (W - WW) // stride
    out = np.zeros((N, C, H_out, W_out), dtype=np.float32)
    for n in range(N):
        for h in range(H_out):
            for w in range(W_out):
                win = x[n, :, h * stride:h * stride + HH, w * stride:w * stride + WW]
                out[n, :, h, w] = win.reshape(C, -1).max(axis=1)
    cache = (x, pool_param)
    return out, cache


def max_pool_backward_naive(dout, cache):
    x, pool_param = cache
    N, C, H, W = x.shape
    HH, WW = pool_param['pool_height'], pool_param['pool_width']
    stride = pool_param['stride']
    dx = np.zeros(x.shape)
    for n in range(N):
        for c in range(C):
            for h in range(dout.shape[2]):
                for w in range(dout.shape[3]):
                    k = np.argmax(x[n, c, h * stride:h * stride + HH, w * stride:w * stride + WW])
                    dx[n, c, h * stride + k // WW, w * stride + k % WW] += dout[n, c, h, w]
    return dx


def avg_pool_forward(x, pool_param):
    N, C, H, W = x.shape
    HH, WW = pool_param['pool_height'], pool_param['pool_width']
    stride = pool_param['stride']
    out = np.zeros((N, C, 1 + (H - HH) // stride, 1 + (W - WW) // stride))
    for h in range(out.shape[2]):
        for w in range(out.shape[3]):
            out[:, :, h, w] = np.average(x[:, :, h * stride:h * stride + HH, w * stride:w * stride + WW].astype(float), axis=(2, 3))
    return out, Layer(shape=x.shape, p=pool_param)


def avg_pool_backward(dout, cache):
    HH, WW, stride = cache.p['pool_height'], cache.p['pool_width'], cache.p['stride']
    dx = np.zeros(cache.shape)
    for h in range(dout.shape[2]):
        for w in range(dout.shape[3]):
            dx[:, :, h * stride:h * stride + HH, w * stride:w * stride + WW] += dout[:, :, h, w].reshape(*dout.shape[:2], 1, 1) / HH / WW
    return dx
