from itertools import product
import numpy as np


def weights_of_a_normal_image():
    return 1000 * 1000 * 3 * 1000


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def dense_parameters(*sizes):
    inputs, outputs = sizes
    return np.prod([inputs + 1, outputs], dtype=object)


def affine_forward(*args):
    x, w, b = args
    axes = np.array(x, float).reshape(len(x), -1), np.array(w, float)
    out = np.tensordot(*axes, axes=1)
    out += np.array(b, float)
    return out, args


def affine_backward(dout, cache):
    x, w, b = cache
    d = np.array(dout, float)
    dw = np.tensordot(np.array(x, float).reshape(len(x), -1), d, axes=(0, 0))
    dx = np.tensordot(d, np.array(w, float), axes=(1, 1)).reshape(*x.shape)
    return dx, dw, np.cumsum(d, axis=0)[-1]


def relu_forward(x):
    x = np.array(x, float)
    return (x + abs(x)) / 2, x


def relu_backward(dout, cache):
    # the middle of all subgradients at 0
    return dout * np.heaviside(cache, 0.5)


def softmax_loss(x, y):
    s = np.array(x, float)
    n = np.arange(len(s))
    m = s[n, s.argmax(1)]
    z = np.exp((s.T - m).T)
    total = z.sum(1)
    loss = np.mean(m + np.log(total) - s[n, y])
    z = (z.T / total).T
    np.subtract.at(z, (n, y), 1)
    return loss, z / len(s)


def _moved(w, step):
    for at in product(*map(range, w.shape)):
        copy = np.array(w, float)
        copy[at] += step
        yield at, copy


def numerical_gradient(x, w, b, target, h):
    half = {}
    for sign in (1, -1):
        for at, weights in _moved(w, sign * h):
            error = affine_forward(x, weights, b)[0] - target
            half[at, sign] = np.square(error).sum() / 2
    grad = np.zeros(np.shape(w))
    for at in product(*map(range, w.shape)):
        grad[at] = (half[at, 1] - half[at, -1]) / 2 / h
    return grad


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    places = list(product(range(F), range(0, H - HH + 1, stride), range(0, W - WW + 1, stride)))
    out = np.zeros((len(places), C, H, W))
    for row, (f, top, left) in zip(out, places):
        row[:, top:top + HH, left:left + WW] = w[f]
    return out.reshape(len(places), -1)
