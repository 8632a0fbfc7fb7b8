import numpy as np


connected_pixels = lambda: 5 * 5


stacked_weights = lambda: (3 * 3 ** 2, 7 ** 2)


stride_first = lambda: "B"


def jumps(layers):
    jump = 1
    for window, stride in layers:
        yield window, jump
        jump *= stride
    yield 1, jump


def receptive_field(layers):
    *steps, (_, last) = jumps(layers)
    return 1 + sum((window - 1) * jump for window, jump in steps), last


def gradient_of_ones(layers, length, at):
    # a linear network: the derivative by a pixel is the output for that pixel alone
    signals = np.eye(length, dtype=int)
    for window, stride in layers:
        total = np.zeros((length, signals.shape[1] + 1), dtype=int)
        np.cumsum(signals, axis=1, out=total[:, 1:])
        signals = (total[:, window:] - total[:, :-window])[:, ::stride]
    return signals[:, at].copy()
