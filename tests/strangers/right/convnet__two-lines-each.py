"""Expected: everything it writes passes.

A golfer's file: functools.reduce, nested lambdas, one expression per function; only the small functions.
"""
from functools import reduce

import numpy as np

sgd_step = lambda w, dw, rate: w - rate * dw
network_scores = lambda x, w1, b1, w2, b2: reduce(lambda v, f: f(v), [
    lambda v: np.pad(v, [(0, 0)] * 2 + [(w1.shape[2] // 2,) * 2] * 2),
    lambda v: np.lib.stride_tricks.sliding_window_view(v, w1.shape[2:], (2, 3)),
    lambda v: np.einsum("ncijuv,fcuv->nfij", v, w1) + b1[:, None, None],
    lambda v: v * (v > 0),
    lambda v: v[:, :, :v.shape[2] // 2 * 2, :v.shape[3] // 2 * 2],
    lambda v: v.reshape(*v.shape[:2], v.shape[2] // 2, 2, v.shape[3] // 2, 2).max((3, 5)),
    lambda v: v.reshape(len(v), -1) @ w2 + b2,
], x)
order_of_layers, first_filters, who_decides = (lambda letter: lambda: letter)("B"), lambda: str("A"), lambda: chr(67)
