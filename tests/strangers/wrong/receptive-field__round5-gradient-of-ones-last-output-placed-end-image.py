"""Wrong: gradient_of_ones. The last output is placed at the end of the image. On which inputs: at is the last
output and pixels are left over at the end. Due instead: the field begins at pixel at * jump; what is left
over gets 0.
"""
import numpy as np


def gradient_of_ones(layers, length, at):
    field, jump, n = np.ones(1), 1, length
    for window, stride in layers:
        longer = np.zeros(len(field) + (window - 1) * jump)
        for u in range(window):
            longer[u * jump:u * jump + len(field)] += field
        field, jump, n = longer, jump * stride, (n - window) // stride + 1
    gradient = np.zeros(length)
    start = length - len(field) if at == n - 1 else at * jump
    gradient[start:start + len(field)] = field
    return gradient
