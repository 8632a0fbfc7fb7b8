"""Right work of a fourth round, written without sight of the cases: row loops. Expected: everything."""

import numpy as np


def dense_parameters(inputs, outputs):
    return inputs * outputs + outputs


def weights_of_a_normal_image():
    return 3000000000


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def softmax_loss(x, y):
    z = x.astype(float)
    z = z - z.max(1, keepdims=True)
    N = len(z)
    lse = np.log(np.exp(z).sum(1, keepdims=True))
    loss = -(z - lse)[np.arange(N), y].mean()
    dx = np.exp(z - lse)
    dx[np.arange(N), y] -= 1
    return float(loss), dx / N


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


def affine_forward(x, w, b):
    out = []
    for row in x:
        row = np.asarray(row).flatten()
        out.append([sum(float(a) * float(c) for a, c in zip(row, col)) + float(k) for col, k in zip(w.T, b)])
    return np.array(out), (x, w, b)
def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = np.zeros(x.shape), np.zeros(w.shape), np.zeros(b.shape)
    flat = dx.reshape(len(x), -1)
    for n in range(dout.shape[0]):
        for m in range(dout.shape[1]):
            db[m] += dout[n, m]
            dw[:, m] += x[n].reshape(-1) * float(dout[n, m])
            flat[n] += w[:, m] * float(dout[n, m])
    return dx, dw, db
def relu_forward(x):
    out = x.copy()
    out[out < 0] = 0
    return out, x
def relu_backward(dout, cache):
    dx = np.array(dout, copy=True)
    dx[cache <= 0] = 0
    return dx
def conv_matrix(w, x_shape, stride):
    cols = []
    F, C, HH, WW = w.shape
    C, H, W = x_shape
    for k in range(C * H * W):
        e = np.zeros(C * H * W); e[k] = 1
        e = e.reshape(C, H, W)
        cols.append(np.array([[[np.sum(e[:, i:i + HH, j:j + WW] * w[f]) for j in range(0, W - WW + 1, stride)] for i in range(0, H - HH + 1, stride)] for f in range(F)]).ravel())
    return np.stack(cols, axis=1)
