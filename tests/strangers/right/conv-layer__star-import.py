"""Expected: everything it writes passes.

`from numpy import *`, so that sum, min, max, abs and all are NumPy's and not Python's.
"""
from numpy import *


def conv_single(x, w, b):
    if shape(x) != shape(w):
        raise ValueError('x and w differ in shape')
    return sum(x * w) + b


def conv_map(x, w, b):
    if shape(x)[0] != shape(w)[0] or not all(array(shape(x)) >= array(shape(w))):
        raise ValueError('w does not fit')
    out = zeros((shape(x)[1] - shape(w)[1] + 1, shape(x)[2] - shape(w)[2] + 1))
    for (i, j), _ in ndenumerate(out):
        out[i, j] = conv_single(x[:, i:i + shape(w)[1], j:j + shape(w)[2]], w, b)
    return out


def conv_forward(x, w, b, conv_param):
    s = conv_param['stride']
    p = conv_param['pad']
    xp = pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    every = array([[conv_map(xi, wf, bf) for wf, bf in zip(w, b)] for xi in xp])
    return every[..., ::s, ::s], (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    s = conv_param['stride']
    p = conv_param['pad']
    xp = pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    dxp = zeros(shape(xp))
    dw = zeros(shape(w))
    for n, f, i, j in ndindex(shape(dout)):
        sl = slice(i * s, i * s + shape(w)[2]), slice(j * s, j * s + shape(w)[3])
        dxp[n][:, sl[0], sl[1]] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * xp[n][:, sl[0], sl[1]]
    return dxp[:, :, p:p + shape(x)[2], p:p + shape(x)[3]], dw, sum(sum(sum(dout, 3), 2), 0)
