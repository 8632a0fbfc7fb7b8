from builtins import range
import numpy as np


def affine_forward(x, w, b):
    out = None
    x_rows = np.reshape(x, (x.shape[0], -1))
    out = np.dot(x_rows.astype('float64'), w.astype('float64')) + b
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = None, None, None
    dout = dout.astype('float64')
    dx = np.dot(dout, w.T).reshape(*x.shape)
    dw = np.dot(np.reshape(x, (x.shape[0], -1)).T, dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db


def relu_forward(x):
    out = np.maximum(0, x)
    cache = x
    return out, cache


def relu_backward(dout, cache):
    dx, x = None, cache
    dx = np.array(dout, copy=True)
    dx[x <= 0] = 0
    return dx


def softmax_loss(x, y):
    shifted_logits = x.astype('float64') - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted_logits), axis=1, keepdims=True)
    log_probs = shifted_logits - np.log(Z)
    probs = np.exp(log_probs)
    N = x.shape[0]
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx


def eval_numerical_gradient(f, x, h):
    grad = np.zeros_like(x)
    it = np.nditer(x, flags=['multi_index'], op_flags=['readwrite'])
    while not it.finished:
        ix = it.multi_index
        oldval = x[ix]
        x[ix] = oldval + h
        fxph = f(x)
        x[ix] = oldval - h
        fxmh = f(x)
        x[ix] = oldval
        grad[ix] = (fxph - fxmh) / (2 * h)
        it.iternext()
    return grad


def numerical_gradient(x, w, b, target, h):
    return eval_numerical_gradient(lambda v: 0.5 * np.sum((affine_forward(x, v, b)[0] - target) ** 2), w.astype('float64').copy(), h)


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    index = np.arange(C * H * W).reshape(C, H, W)
    rows = []
    for f in range(F):
        for i in range(0, H - HH + 1, stride):
            for j in range(0, W - WW + 1, stride):
                row = np.zeros(C * H * W)
                row[index[:, i:i + HH, j:j + WW]] = w[f]
                rows.append(row)
    return np.array(rows)


def dense_parameters(inputs, outputs):
    return outputs * inputs + outputs


def weights_of_a_normal_image():
    return 3000000000


def more_layers():
    return 'B'


def weight_sharing():
    return 'C'
