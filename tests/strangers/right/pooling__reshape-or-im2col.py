"""Expected: everything it writes passes.

The CS231n fast layers: reshape where square windows tile the map, im2col elsewhere. Ties are shared equally by the
reshape method, and go to the first entry by the im2col method.
"""
import numpy as np


def max_pool_forward(x, pool_param):
    N, C, H, W = x.shape
    pool_height, pool_width = pool_param['pool_height'], pool_param['pool_width']
    stride = pool_param['stride']

    same_size = pool_height == pool_width == stride
    tiles = H % pool_height == 0 and W % pool_width == 0
    if same_size and tiles:
        out, reshape_cache = max_pool_forward_reshape(x, pool_param)
        cache = ('reshape', reshape_cache)
    else:
        out, im2col_cache = max_pool_forward_im2col(x, pool_param)
        cache = ('im2col', im2col_cache)
    return out, cache


def max_pool_backward(dout, cache):
    method, real_cache = cache
    if method == 'reshape':
        return max_pool_backward_reshape(dout, real_cache)
    elif method == 'im2col':
        return max_pool_backward_im2col(dout, real_cache)
    else:
        raise ValueError('Unrecognized method "%s"' % method)


def max_pool_forward_reshape(x, pool_param):
    N, C, H, W = x.shape
    pool_height, pool_width = pool_param['pool_height'], pool_param['pool_width']
    x_reshaped = x.reshape(N, C, H // pool_height, pool_height, W // pool_width, pool_width)
    out = x_reshaped.max(axis=3).max(axis=4)
    return out, (x, x_reshaped, out)


def max_pool_backward_reshape(dout, cache):
    x, x_reshaped, out = cache
    dx_reshaped = np.zeros(x_reshaped.shape)
    out_newaxis = out[:, :, :, np.newaxis, :, np.newaxis]
    mask = (x_reshaped == out_newaxis)
    dout_newaxis = dout[:, :, :, np.newaxis, :, np.newaxis]
    dout_broadcast, _ = np.broadcast_arrays(dout_newaxis, dx_reshaped)
    dx_reshaped[mask] = dout_broadcast[mask]
    dx_reshaped /= np.sum(mask, axis=(3, 5), keepdims=True)
    dx = dx_reshaped.reshape(x.shape)
    return dx


def _im2col(x, hh, ww, s):
    N, C, H, W = x.shape
    ho, wo = (H - hh) // s + 1, (W - ww) // s + 1
    i = np.repeat(np.arange(hh), ww).reshape(-1, 1) + s * np.repeat(np.arange(ho), wo).reshape(1, -1)
    j = np.tile(np.arange(ww), hh).reshape(-1, 1) + s * np.tile(np.arange(wo), ho).reshape(1, -1)
    return x[:, :, i, j], i, j, ho, wo


def max_pool_forward_im2col(x, pool_param):
    cols, i, j, ho, wo = _im2col(x, pool_param['pool_height'], pool_param['pool_width'], pool_param['stride'])
    argmax = cols.argmax(axis=2)
    out = np.take_along_axis(cols, argmax[:, :, None, :], axis=2)[:, :, 0]
    return out.reshape(x.shape[0], x.shape[1], ho, wo), (x.shape, argmax, i, j)


def max_pool_backward_im2col(dout, cache):
    shape, argmax, i, j = cache
    N, C = shape[:2]
    dx = np.zeros(shape)
    L = np.arange(i.shape[1])
    np.add.at(dx, (np.arange(N)[:, None, None], np.arange(C)[None, :, None], i[argmax, L], j[argmax, L]),
              dout.reshape(N, C, -1))
    return dx
