"""Expected: everything it writes passes; one deduction for a list.

The results of network_scores and sgd_step are lists where the docstring says ndarray.
"""
import numpy as np
from convref import fast


def network_scores(x, w1, b1, w2, b2):
    h = fast.max_pool_forward(fast.relu_forward(fast.conv_forward(x, w1, b1, pad=w1.shape[3] // 2)), (2, 2))
    return fast.affine_forward(h, w2, b2).tolist()


def sgd_step(w, dw, rate):
    def walk(a, b):
        return [walk(p, q) for p, q in zip(a, b)] if isinstance(a, list) else a - rate * b
    return walk(w.tolist(), dw.tolist())


def order_of_layers():
    """Convolutions with activations, pooling between, fully connected at the end."""
    return "B"
