"""Expected: everything it writes passes.

The gradient through the full Jacobian diag(p) - p p^T of softmax, image by image; numerical gradient by a complex step,
which for a squared error is the two-sided difference exactly.
"""
import numpy as np


def softmax_loss(x, y):
    N, K = x.shape
    dx = np.empty((N, K))
    losses = []
    for n, (scores, label) in enumerate(zip(x.astype(float), y)):
        scores = scores - scores.max()
        p = np.exp(scores) / np.exp(scores).sum()
        losses.append(np.log(np.exp(scores).sum()) - scores[label])
        # d(-log p_y)/dp times dp/dx; p_y cancels against the 1/p_y, which may be infinite
        row = np.diag(np.ones(K))[label] - p              # the Jacobian's row, divided by p_y
        dx[n] = -row / N
    return float(np.mean(losses)), dx


def numerical_gradient(x, w, b, target, h):
    X = x.reshape(x.shape[0], -1)
    dw = np.zeros(w.shape)
    for k in np.ndindex(w.shape):
        step = np.zeros(w.shape, dtype=complex)
        step[k] = 1j * h
        r = X @ (w + step) + b - target
        dw[k] = np.sum(r ** 2).imag / 2 / h
    return dw
