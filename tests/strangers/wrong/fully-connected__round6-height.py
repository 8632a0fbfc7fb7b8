# conv_matrix is wrong: for images that are not square and have more than one row of windows or filter rows (rows are H pixels apart instead of W)
import math

import numpy as np


def dense_parameters(inputs, outputs):
    return inputs * outputs + outputs


def weights_of_a_normal_image():
    return 1000 * 1000 * 3 * 1000


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def affine_forward(x, w, b):
    N = x.shape[0]
    rows = x.reshape(N, -1)
    out = np.zeros((N, w.shape[1]))
    for n in range(N):
        for m in range(w.shape[1]):
            s = float(b[m])
            for d in range(w.shape[0]):
                s += float(rows[n, d]) * float(w[d, m])
            out[n, m] = s
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    rows = x.reshape(N, -1)
    dx = np.zeros((N, w.shape[0]))
    dw = np.zeros(w.shape)
    db = np.zeros(b.shape)
    for n in range(N):
        for m in range(w.shape[1]):
            g = float(dout[n, m])
            db[m] += g
            for d in range(w.shape[0]):
                dx[n, d] += float(w[d, m]) * g
                dw[d, m] += float(rows[n, d]) * g
    return dx.reshape(x.shape), dw, db


def relu_forward(x):
    out = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            out[i] = x[i]
    return out, x


def relu_backward(dout, cache):
    dx = np.zeros(dout.shape)
    for i in np.ndindex(dout.shape):
        if cache[i] > 0:
            dx[i] = dout[i]
    return dx


def softmax_loss(x, y):
    N, K = x.shape
    loss = 0.0
    dx = np.zeros((N, K))
    for n in range(N):
        top = max(float(v) for v in x[n])
        e = [math.exp(float(v) - top) for v in x[n]]
        total = sum(e)
        loss += math.log(total) - (float(x[n, y[n]]) - top)
        for k in range(K):
            dx[n, k] = e[k] / total / N
        dx[n, y[n]] -= 1 / N
    return loss / N, dx


def numerical_gradient(x, w, b, target, h):
    def loss(weights):
        out, _ = affine_forward(x, weights, b)
        return 0.5 * np.sum((out - target) ** 2)

    dw = np.zeros(w.shape)
    for d in range(w.shape[0]):
        for m in range(w.shape[1]):
            plus = w.astype(float)
            minus = w.astype(float)
            plus[d, m] += h
            minus[d, m] -= h
            dw[d, m] = (loss(plus) - loss(minus)) / (2 * h)
    return dw


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    H_out = (H - HH) // stride + 1
    W_out = (W - WW) // stride + 1
    matrix = np.zeros((F * H_out * W_out, C * H * W))
    for f in range(F):
        for i in range(H_out):
            for j in range(W_out):
                for c in range(C):
                    for u in range(HH):
                        for v in range(WW):
                            matrix[f * H_out * W_out + i * W_out + j,
                                   c * H * W + (i * stride + u) * H + j * stride + v] = w[f, c, u, v]
    return matrix
