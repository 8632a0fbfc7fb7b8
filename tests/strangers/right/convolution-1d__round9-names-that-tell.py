"""Expected: everything it writes passes.

Names that tell which way round the kernel lies, and a function of three modes.
"""

import numpy as np


def xcorr(signal, kernel):
    places = len(signal) - len(kernel) + 1
    return np.array([signal[at : at + len(kernel)] @ kernel for at in range(places)])


def moving_average(x, w):
    total = np.concatenate([[0], np.cumsum(x.astype(float))])
    return (total[w:] - total[:-w]) / w


def conv1d(signal, kernel, mode="full"):
    whole = np.zeros(len(signal) + len(kernel) - 1)
    for place, number in enumerate(kernel):
        whole[place : place + len(signal)] += number * signal
    if mode == "full":
        return whole
    cut = len(kernel) - 1 if mode == "valid" else (len(kernel) - 1) // 2
    length = len(signal) - len(kernel) + 1 if mode == "valid" else len(signal)
    return whole[cut : cut + length]
