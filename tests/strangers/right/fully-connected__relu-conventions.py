"""Expected: everything it writes passes.

At the corner of ReLU a random part of the gradient passes, another one for each entry; affine layer with a row for the bias.
"""
import numpy as np


def affine_forward(x, w, b):
    N = x.shape[0]
    X1 = np.concatenate([np.reshape(x, (N, -1)), np.ones((N, 1))], axis=1)       # homogeneous coordinates
    W1 = np.vstack([w, b])
    return np.dot(X1, W1), (X1, W1, x.shape)


def affine_backward(dout, cache):
    X1, W1, shape = cache
    dX1 = np.dot(dout, np.transpose(W1))
    dW1 = np.dot(np.transpose(X1), dout)
    return dX1[:, :-1].reshape(shape), dW1[:-1], dW1[-1]


def relu_forward(x):
    return np.fmax(x, np.zeros(1)), x


def relu_backward(dout, cache):
    slope = np.heaviside(cache.astype(float), np.random.random(cache.shape))
    return slope * dout
