"""Expected: everything it writes passes.

The loss and its gradient come from one method, which is not called forward; a layer returns its gradients in a list.
"""

import numpy as np


class Connected:
    def __init__(self, in_size, out_size):
        self.W = np.random.rand(in_size, out_size)
        self.b = np.zeros((1, out_size))

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, upstream):
        self.gradW = np.einsum("nd,nm->dm", self.X, upstream)
        self.gradB = np.einsum("nm->m", upstream)
        return np.einsum("nm,dm->nd", upstream, self.W), [self.gradW, self.gradB]


class SoftmaxCrossEntropyLoss:
    def get_loss(self, scores, labels):
        below = scores - scores.max(axis=1, keepdims=True)
        logs = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
        right = np.eye(scores.shape[1])[labels]
        loss = -logs[right.astype(bool)].mean()
        return loss, (np.exp(logs) - right) / len(labels)
