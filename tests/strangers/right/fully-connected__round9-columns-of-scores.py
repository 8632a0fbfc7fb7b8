"""Expected: everything it writes passes.

The scores of an image are a column of S, and Y has a label for each column.
"""

import numpy as np


def softmax_gradient(S, Y):
    count = S.shape[1]
    moved = S - np.max(S, axis=0)
    logs = moved - np.log(np.sum(np.exp(moved), axis=0))
    gradient = np.exp(logs)
    gradient[Y, range(count)] -= 1
    loss = -np.mean(logs[Y, range(count)])
    return loss, gradient / count
