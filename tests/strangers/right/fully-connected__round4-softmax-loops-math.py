"""Right work of a fourth round, written without sight of the cases: softmax loops math. Expected: everything."""

import numpy as np


def dense_parameters(inputs, outputs):
    return inputs * outputs + outputs


def weights_of_a_normal_image():
    return 3000000000


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def affine_forward(x, w, b):
    return x.reshape(x.shape[0], -1).astype(float) @ w.astype(float) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    d = dout.astype(float)
    return (d @ w.T.astype(float)).reshape(x.shape), x.reshape(x.shape[0], -1).T.astype(float) @ d, d.sum(0)


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0)


def numerical_gradient(x, w, b, target, h):
    w = np.array(w, float)
    dw = np.zeros(w.shape)
    def loss(w):
        return 0.5 * ((affine_forward(x, w, b)[0] - target) ** 2).sum()
    for at in np.ndindex(w.shape):
        old = w[at]
        w[at] = old + h
        up = loss(w)
        w[at] = old - h
        down = loss(w)
        w[at] = old
        dw[at] = (up - down) / (2 * h)
    return dw


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    Ho, Wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    m = np.zeros((F, Ho, Wo, C, H, W))
    for i in range(Ho):
        for j in range(Wo):
            m[:, i, j, :, i * stride:i * stride + HH, j * stride:j * stride + WW] = w
    return m.reshape(F * Ho * Wo, C * H * W)


import math
def softmax_loss(x, y):
    loss = 0
    dx = np.zeros(x.shape)
    for n in range(x.shape[0]):
        top = max(float(v) for v in x[n])
        e = [math.exp(float(v) - top) for v in x[n]]
        total = math.fsum(e)
        loss += math.log(total) - (float(x[n, y[n]]) - top)
        for k in range(len(e)):
            dx[n, k] = (e[k] / total - (k == y[n])) / x.shape[0]
    return loss / x.shape[0], dx
