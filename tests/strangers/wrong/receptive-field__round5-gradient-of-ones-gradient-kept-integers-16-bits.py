"""Wrong: gradient_of_ones. The gradient is kept in integers of 16 bits. On which inputs: deep stacks, where a
pixel is reached in more than 32767 ways, such as twelve filters of 3. Due instead: the number of ways.
"""
import numpy as np


def gradient_of_ones(layers, length, at):
    sizes = [length]
    for window, stride in layers:
        sizes.append((sizes[-1] - window) // stride + 1)
    g = np.zeros(sizes[-1], dtype=np.int16)
    g[at] = 1
    for (window, stride), n in zip(reversed(list(layers)), reversed(sizes[:-1])):
        below = np.zeros(n, dtype=np.int16)
        for i in range(len(g)):
            below[i * stride:i * stride + window] += g[i]
        g = below
    return g
