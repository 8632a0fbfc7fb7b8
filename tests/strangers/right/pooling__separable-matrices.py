"""Expected: everything it writes passes.

Average pooling as two small matrices, A x B^T, whose transposes are the backward pass; max pooling first along rows, then along columns.
"""
import numpy as np


def pooling_parameters():
    return len(())


def band(length, window, stride):
    places = (length - window) // stride + 1
    M = np.zeros((places, length))
    for i in range(places):
        M[i, i * stride:i * stride + window] = 1 / window
    return M


def avg_pool_forward(x, pool_param):
    A = band(x.shape[2], pool_param['pool_height'], pool_param['stride'])
    B = band(x.shape[3], pool_param['pool_width'], pool_param['stride'])
    return A @ x @ B.T, (A, B)


def avg_pool_backward(dout, cache):
    A, B = cache
    return A.T @ dout @ B


def _line_max(x, window, stride):
    """Maximum along the last axis, and the place of the winner."""
    starts = np.arange(0, x.shape[-1] - window + 1, stride)
    places = starts[:, None] + np.arange(window)
    lines = x[..., places]
    k = lines.argmax(-1)
    return np.take_along_axis(lines, k[..., None], -1)[..., 0], k + starts


def _line_max_back(dout, winner, length):
    dx = np.zeros((*dout.shape[:-1], length))
    for j in range(dout.shape[-1]):
        at = winner[..., j:j + 1]
        np.put_along_axis(dx, at, np.take_along_axis(dx, at, -1) + dout[..., j:j + 1], -1)
    return dx


def max_pool_forward(x, pool_param):
    rows, win1 = _line_max(x, pool_param['pool_width'], pool_param['stride'])
    out, win2 = _line_max(rows.swapaxes(2, 3), pool_param['pool_height'], pool_param['stride'])
    return out.swapaxes(2, 3), (win1, win2, x.shape)


def max_pool_backward(dout, cache):
    win1, win2, shape = cache
    drows = _line_max_back(dout.swapaxes(2, 3), win2, shape[2]).swapaxes(2, 3)
    return _line_max_back(drows, win1, shape[3])
