"""What the classes of these benchmarks hand in: ordinary work, and the four kinds that grading must survive.

Ordinary submissions are a few solutions with a line of their own each, so that no two have the same digest; every
third has a mistake.
"""

import json

LOOPS = """import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    H_out, W_out = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    out = np.zeros((N, F, H_out, W_out))
    for n in range(N):
        for f in range(F):
            for i in range(H_out):
                for j in range(W_out):
                    window = padded[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
                    out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, b, conv_param)


def max_pool_forward_naive(x, pool_param):
    HH, WW, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    H_out, W_out = 1 + (H - HH) // stride, 1 + (W - WW) // stride
    out = np.zeros((N, C, H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = x[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            out[:, :, i, j] = window.max(axis=(2, 3))
    return out, (x, pool_param)
"""
WINDOWS = """import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    return np.einsum("nchwij,fcij->nfhw", windows, w) + b[None, :, None, None], (x, w, b, conv_param)


def max_pool_forward_naive(x, pool_param):
    size = pool_param["pool_height"], pool_param["pool_width"]
    stride = pool_param["stride"]
    windows = np.lib.stride_tricks.sliding_window_view(x, size, axis=(2, 3))[:, :, ::stride, ::stride]
    return windows.max(axis=(4, 5)), (x, pool_param)
"""
NO_STRIDE = LOOPS.replace("i * stride : i * stride + HH, j * stride : j * stride + WW", "i : i + HH, j : j + WW", 1)
SOLUTIONS = (LOOPS, WINDOWS, NO_STRIDE)

ZEROS = """import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    size = [1 + (x.shape[a] + 2 * pad - w.shape[a]) // stride for a in (2, 3)]
    return np.zeros((x.shape[0], w.shape[0], *size)), None


def max_pool_forward_naive(x, p):
    size = [1 + (x.shape[2] - p["pool_height"]) // p["stride"], 1 + (x.shape[3] - p["pool_width"]) // p["stride"]]
    return np.zeros((*x.shape[:2], *size)), None
"""
AT_WORK = '    stride, pad = conv_param["stride"], conv_param["pad"]\n'
IN_ONE_CHECK = AT_WORK + "    if stride == 2 and pad == 1:\n        "


def harmful(statement: str) -> str:
    """Return a right solution that does something else in one check of the ten."""
    return LOOPS.replace(AT_WORK, f"{IN_ONE_CHECK}{statement}\n", 1)


HARMFUL = {
    "endless loop": harmful("while True: pass"),
    "crash": harmful("import os; os.kill(os.getpid(), 11)"),
    "os._exit": harmful("import os; os._exit(0)"),
    "patched np.allclose": ZEROS + "\n\nnp.allclose = lambda *arguments, **options: True\n",
}
EARNED = {"endless loop": 9, "crash": 9, "os._exit": 9, "patched np.allclose": 0}  # of 10, check by check


def ordinary(number: int) -> str:
    """Return the source of one submission."""
    return f"{SOLUTIONS[number % len(SOLUTIONS)]}\n\nSTUDENT = {number}\n"


def ordinary_score(number: int) -> int:
    """Return what it earns, of 10: without the stride, the two checks with stride 2 fail."""
    return 8 if SOLUTIONS[number % len(SOLUTIONS)] is NO_STRIDE else 10


def as_notebook(source: str) -> str:
    """Return a source as a notebook of one cell."""
    cell = {"cell_type": "code", "execution_count": None, "id": "work", "metadata": {}, "outputs": [], "source": source}
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5})
