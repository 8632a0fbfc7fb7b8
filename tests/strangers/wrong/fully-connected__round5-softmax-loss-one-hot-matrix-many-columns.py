"""Wrong: softmax_loss. The one-hot matrix has as many columns as the largest label wants, not K. On which
inputs: batches in which the last class does not occur: a crash, or a wrong sum where only class 0 occurs. Due
instead: loss and dx for K classes.
"""
import numpy as np


def softmax_loss(x, y):
    N, K = x.shape
    hot = np.eye(np.max(y) + 1)[y]
    x = x * 1.0
    lse = np.logaddexp.reduce(x, axis=1)[:, None]
    loss = ((lse - x) * hot).sum() / N
    return loss.item(), (np.exp(x - lse) - hot) / N
