"""Expected: everything it writes passes.

log1p of the sum without its largest term, which keeps all digits when one class is almost certain; gradients through expm1.
"""
import numpy as np


def softmax_loss(x, y):
    x = np.array(x, dtype=float)
    N, K = x.shape
    rows = np.arange(N)
    top = x.argmax(axis=1)
    z = x - x[rows, top][:, None]
    e = np.exp(z)
    others = e.copy()
    others[rows, top] = 0
    log_sum = np.log1p(others.sum(axis=1))                 # of all terms: the largest one is 1
    losses = log_sum - z[rows, y]
    dx = np.exp(z - log_sum[:, None])
    dx[rows, y] = np.expm1(-losses)                          # p - 1 without cancellation
    return losses.sum() / N, dx / N


def dense_parameters(inputs, outputs):
    weights, biases = inputs * outputs, outputs
    return weights + biases


def weights_of_a_normal_image():
    return np.int64(3 * 10 ** 9)
