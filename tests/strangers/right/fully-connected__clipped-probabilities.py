"""Expected: everything it writes passes.

Keras's guard: probabilities are clipped to [1e-7, 1 - 1e-7], so a loss is capped at 16.1, and the gradient uses the unclipped ones. One-hot labels.
"""
import numpy as np


def to_categorical(y, num_classes):
    return np.eye(num_classes)[y]


def softmax_loss(x, y):
    y_true = to_categorical(y, x.shape[1])
    z = x - x.max(axis=1)[:, None]
    y_pred = np.exp(z) / np.exp(z).sum(axis=1)[:, None]
    clipped = np.clip(y_pred, 1e-7, 1 - 1e-7)
    loss = -(y_true * np.log(clipped)).sum(axis=1).mean()
    return loss, (y_pred - y_true) / x.shape[0]


def relu_forward(x):
    return np.clip(x, 0, None), x > 0


def relu_backward(dout, cache):
    return dout * cache


def dense_parameters(inputs, outputs):
    return np.int64(inputs + 1) * np.int64(outputs)
