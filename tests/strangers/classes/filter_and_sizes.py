"""A filter for grey images with a stride and a border, and sizes that the whole file works with, as tutorials name them."""

import numpy as np


def conv_output_size(input_size, kernel_size, stride=1, padding=0):
    return (input_size + 2 * padding - kernel_size) // stride + 1


def conv_params(in_channels, out_channels, kernel_size, bias=True):
    return out_channels * (in_channels * kernel_size**2 + bool(bias))


def conv2d(image, kernel, stride=1, padding=0):
    framed = np.pad(image, padding)
    rows = conv_output_size(len(image), len(kernel), stride, padding)
    columns = conv_output_size(image.shape[1], kernel.shape[1], stride, padding)
    result = np.empty((rows, columns))
    for row in range(rows):
        for column in range(columns):
            top, left = row * stride, column * stride
            patch = framed[top : top + kernel.shape[0], left : left + kernel.shape[1]]
            result[row, column] = np.sum(patch * kernel)
    return result


def sharpen(image):
    cross = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])
    return conv2d(image, 5 * np.eye(3)[1:2].T @ np.eye(3)[1:2] - cross)
