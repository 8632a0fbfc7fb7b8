"""Expected: everything it writes passes.

Everything is float32 inside and in the results, as on a graphics card. Ties: first.
"""
import numpy as np


def max_pool_forward(x, pool_param):
    x32 = x.astype('float32')
    kh, kw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    N, C, H, W = x32.shape
    oh, ow = (H - kh) // s + 1, (W - kw) // s + 1
    out = np.empty((N, C, oh, ow), dtype='float32')
    arg = np.empty((N, C, oh, ow), dtype='int32')
    for i in range(oh):
        for j in range(ow):
            w = x32[:, :, i*s:i*s+kh, j*s:j*s+kw].reshape(N, C, kh*kw)
            arg[:, :, i, j] = w.argmax(-1)
            out[:, :, i, j] = w.max(-1)
    return out, (arg, x.shape, kh, kw, s)


def max_pool_backward(dout, cache):
    arg, (N, C, H, W), kh, kw, s = cache
    dx = np.zeros((N, C, H, W), dtype='float32')
    nc = np.arange(N)[:, None], np.arange(C)[None, :]
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[nc[0], nc[1], i*s + arg[:, :, i, j] // kw, j*s + arg[:, :, i, j] % kw] += dout[:, :, i, j].astype('float32')
    return dx


def avg_pool_forward(x, pool_param):
    kh, kw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    x32 = x.astype('float32')
    oh, ow = (x.shape[2] - kh) // s + 1, (x.shape[3] - kw) // s + 1
    scale = np.float32(1 / (kh * kw))
    out = np.stack([np.stack([x32[:, :, i*s:i*s+kh, j*s:j*s+kw].sum((2, 3)) for j in range(ow)], -1) for i in range(oh)], -2)
    return out * scale, (x.shape, kh, kw, s, scale)


def avg_pool_backward(dout, cache):
    shape, kh, kw, s, scale = cache
    g = dout.astype('float32') * scale
    dx = np.zeros(shape, 'float32')
    for i in range(g.shape[2]):
        for j in range(g.shape[3]):
            dx[:, :, i*s:i*s+kh, j*s:j*s+kw] += g[:, :, i, j, None, None]
    return dx
