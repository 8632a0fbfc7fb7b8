"""Pooling of one map, without images and channels."""

import numpy as np


def _windows(mat, kernel_size, stride):
    return np.lib.stride_tricks.sliding_window_view(mat, (kernel_size, kernel_size))[::stride, ::stride]


def pooling(mat, kernel_size, stride):
    return _windows(mat, kernel_size, stride).max(axis=(2, 3))


def average_pooling(mat, kernel_size, stride):
    return _windows(mat, kernel_size, stride).mean(axis=(2, 3))
