"""Expected: everything it writes passes.

np.logaddexp.reduce instead of any shift; the gradient is the exponential of a difference of logs; the loss is a 0-d array.
"""
import numpy as np


def softmax_loss(x, y):
    x = np.asarray(x, dtype=float)
    logz = np.logaddexp.reduce(x, axis=1, keepdims=True)
    logp = x - logz
    picked = np.take_along_axis(logp, np.reshape(y, (-1, 1)), axis=1)
    onehot = np.equal.outer(y, np.arange(x.shape[1]))
    return np.array(-picked.mean()), (np.exp(logp) - onehot) / len(x)


def relu_forward(x):
    # |x| + x is 2 x where x is positive and 0 elsewhere
    x = np.asarray(x, dtype=float)
    return (abs(x) + x) / 2, np.sign(x)


def relu_backward(dout, cache):
    # half of the gradient at the corner
    return dout * (1 + cache) / 2


def numerical_gradient(x, w, b, target, h):
    X = x.reshape(len(x), -1)
    W = w.astype(np.longdouble)
    E = np.array(target, np.longdouble)

    def L(v):
        r = X @ v + b - E
        return (r * r).sum() / 2

    g = np.zeros(w.shape)
    it = np.nditer(g, flags=["multi_index"], op_flags=["readwrite"])
    while not it.finished:
        at = it.multi_index
        old = W[at]
        W[at] = old + h
        plus = L(W)
        W[at] = old - h
        minus = L(W)
        W[at] = old
        it[0] = (plus - minus) / (2 * h)
        it.iternext()
    return g
