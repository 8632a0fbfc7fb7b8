"""Arrays that end in the channel, with names that another course uses too: a map has as many rows as the stride fits into
the image, tiles get the gradients of means, and one mask says for all windows who is the largest, in an array that ends with the last window."""

import numpy as np


def avg_pool_forward(A_prev, pool_size, stride):
    images, height, width, channels = A_prev.shape
    means = np.zeros((images, height // stride, width // stride, channels))
    for row in range(means.shape[1]):
        for column in range(means.shape[2]):
            down, right = row * stride, column * stride
            means[:, row, column] = A_prev[:, down : down + pool_size, right : right + pool_size].mean(axis=(1, 2))
    return means


def avg_pool_backward(dA, A_prev, pool_size, stride):
    dx = np.zeros(A_prev.shape)
    for row in range(A_prev.shape[1] // pool_size):
        for column in range(A_prev.shape[2] // pool_size):
            down = slice(row * pool_size, (row + 1) * pool_size)
            right = slice(column * pool_size, (column + 1) * pool_size)
            dx[:, down, right] += dA[:, row : row + 1, column : column + 1] / pool_size**2
    return dx


def maxpool_forward(A_prev, pool_size=2, stride=2):
    images, height, width, channels = A_prev.shape
    largest = np.zeros((images, (height - pool_size) // stride + 1, (width - pool_size) // stride + 1, channels))
    mask = np.zeros(A_prev.shape)
    for n, row, column, c in np.ndindex(largest.shape):
        down, right = row * stride, column * stride
        window = A_prev[n, down : down + pool_size, right : right + pool_size, c]
        largest[n, row, column, c] = window.max()
        at = np.unravel_index(window.argmax(), window.shape)
        mask[n, down + at[0], right + at[1], c] = 1
    return largest, (mask, pool_size, stride)


def maxpool_backward(dA, cache):
    mask, pool_size, stride = cache
    images, rows, columns, channels = dA.shape
    dx = np.zeros((images, (rows - 1) * stride + pool_size, (columns - 1) * stride + pool_size, channels))
    for row, column in np.ndindex(rows, columns):
        down = slice(row * stride, row * stride + pool_size)
        right = slice(column * stride, column * stride + pool_size)
        dx[:, down, right] += dA[:, row, column, None, None] * mask[:, down, right]
    return dx
