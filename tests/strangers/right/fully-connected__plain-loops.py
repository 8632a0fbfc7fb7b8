"""Expected: everything it writes passes.

Everything in nested loops over Python floats, with math.exp and math.log.
"""
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
    D, M = w.shape
    rows = x.reshape(N, D).tolist()
    W = w.tolist()
    out = np.zeros((N, M))
    for n in range(N):
        for m in range(M):
            s = float(b[m])
            for d in range(D):
                s += rows[n][d] * W[d][m]
            out[n, m] = s
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    D, M = w.shape
    rows = x.reshape(N, D)
    dx = np.zeros((N, D))
    dw = np.zeros((D, M))
    db = np.zeros(M)
    for n in range(N):
        for m in range(M):
            g = float(dout[n, m])
            db[m] += g
            for d in range(D):
                dx[n, d] += g * w[d, m]
                dw[d, m] += g * rows[n, d]
    return dx.reshape(x.shape), dw, db


def relu_forward(x):
    out = np.zeros(x.shape)
    for at in np.ndindex(*x.shape):
        if x[at] > 0:
            out[at] = x[at]
    return out, x


def relu_backward(dout, cache):
    dx = np.zeros(cache.shape)
    for at in np.ndindex(*cache.shape):
        if cache[at] > 0:
            dx[at] = dout[at]
    return dx


def softmax_loss(x, y):
    N, K = x.shape
    loss = 0.0
    dx = np.zeros((N, K))
    for n in range(N):
        biggest = max(float(s) for s in x[n])
        e = [math.exp(float(x[n, k]) - biggest) for k in range(K)]
        z = sum(e)
        loss += math.log(z) + biggest - float(x[n, y[n]])
        for k in range(K):
            dx[n, k] = e[k] / z
        dx[n, y[n]] -= 1
        dx[n] /= N
    return loss / N, dx


def numerical_gradient(x, w, b, target, h):
    def loss(weights):
        out, _ = affine_forward(x, weights, b)
        total = 0.0
        for n in range(out.shape[0]):
            for m in range(out.shape[1]):
                total += (out[n, m] - float(target[n, m])) ** 2
        return total / 2

    dw = np.zeros(w.shape)
    for d in range(w.shape[0]):
        for m in range(w.shape[1]):
            up = w.astype(float)
            up[d, m] += h
            down = w.astype(float)
            down[d, m] -= h
            dw[d, m] = (loss(up) - loss(down)) / (2 * h)
    return dw


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    C, H, W = x_shape
    Ho = (H - HH) // stride + 1
    Wo = (W - WW) // stride + 1
    matrix = np.zeros((F * Ho * Wo, C * H * W))
    for f in range(F):
        for i in range(Ho):
            for j in range(Wo):
                for c in range(C):
                    for u in range(HH):
                        for v in range(WW):
                            row = f * Ho * Wo + i * Wo + j
                            col = c * H * W + (i * stride + u) * W + j * stride + v
                            matrix[row, col] = w[f, c, u, v]
    return matrix
