"""Expected: everything it writes passes.

Really measured: a forward pass with ones, each pixel raised by 1 in turn; the layer is linear, so the difference is exact.
"""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def forward(signals, layers):
    for window, stride in layers:
        signals = sliding_window_view(signals, window, axis=-1)[..., ::stride, :].sum(-1)
    return signals


def gradient_of_ones(layers, length, at):
    base = np.zeros(length)
    raised = base + np.eye(length)
    return forward(raised, layers)[:, at] - forward(base, layers)[at]


def connected_pixels():
    seen = gradient_of_ones([(3, 1), (3, 1)], 11, 3)
    return int(np.count_nonzero(np.outer(seen, seen)))
