"""Style: CS231n's layers.py for the fully connected part, beside a max_pool_forward_naive that is not asked for here; probs and shifted_logits; our names for the rest."""
from builtins import range
import numpy as np


def affine_forward(x, w, b):
    out = None
    D = w.shape[0]
    out = np.dot(np.reshape(x, (-1, D)).astype(float), w.astype(float)) + b
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = None, None, None
    dout = dout.astype(float)
    dx = np.reshape(dout.dot(w.T), x.shape)
    dw = np.reshape(x, (x.shape[0], np.prod(x.shape[1:], dtype=int))).T.dot(dout)
    db = np.ones(dout.shape[0]).dot(dout)
    return dx, dw, db


def relu_forward(x):
    out = None
    out = np.maximum(0, x)
    cache = x
    return out, cache


def relu_backward(dout, cache):
    dx, x = None, cache
    dx = np.array(dout, copy=True)
    dx[x <= 0] = 0
    return dx


def softmax_loss(x, y):
    x = x.astype(np.float64)
    shifted_logits = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted_logits), axis=1, keepdims=True)
    log_probs = shifted_logits - np.log(Z)
    probs = np.exp(log_probs)
    N = x.shape[0]
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx


def max_pool_forward_naive(x, pool_param):
    """Not part of this assignment, but it was in the file."""
    pass


def eval_numerical_gradient(f, x, h=0.00001):
    grad = np.zeros_like(x)
    for ix in np.ndindex(*x.shape):
        oldval = x[ix]
        x[ix] = oldval + h
        fxph = f(x)
        x[ix] = oldval - h
        fxmh = f(x)
        x[ix] = oldval
        grad[ix] = (fxph - fxmh) / (2 * h)
    return grad


def numerical_gradient(x, w, b, target, h):
    return eval_numerical_gradient(lambda w: np.sum((affine_forward(x, w, b)[0] - target) ** 2) / 2.0, w.astype(float), h)


def dense_parameters(inputs, outputs):
    return inputs * outputs + outputs


def weights_of_a_normal_image():
    return int(3e9)


def more_layers():
    return 'B'


def weight_sharing():
    return 'C'


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    C, H, W = x_shape
    H_out = int((H - HH) / stride + 1)
    W_out = int((W - WW) / stride + 1)
    matrix = np.zeros((F * H_out * W_out, C * H * W))
    r = 0
    for f in range(F):
        for i in range(H_out):
            for j in range(W_out):
                for c in range(C):
                    for u in range(HH):
                        for v in range(WW):
                            matrix[r, c * H * W + (i * stride + u) * W + (j * stride + v)] = w[f, c, u, v]
                r += 1
    return matrix
