"""Expected: everything it writes passes; one deduction for a modified argument.

avg_pool_backward divides the gradient it is given in place, which changes the caller's array.
"""
import numpy as np


def avg_pool_forward(x, pool_param):
    hh, ww, st = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    oh, ow = (x.shape[2] - hh) // st + 1, (x.shape[3] - ww) // st + 1
    out = np.zeros((x.shape[0], x.shape[1], oh, ow))
    for u in range(hh):
        for v in range(ww):
            out += x[:, :, u:u + (oh - 1) * st + 1:st, v:v + (ow - 1) * st + 1:st]
    out /= hh * ww
    return out, (x, pool_param)


def avg_pool_backward(dout, cache):
    x, pool_param = cache
    hh, ww, st = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    if dout.dtype != float:
        dout = dout.astype(float)
    dout /= hh * ww
    dx = np.zeros(x.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            dx[:, :, i * st:i * st + hh, j * st:j * st + ww] += dout[:, :, i:i + 1, j:j + 1]
    return dx
