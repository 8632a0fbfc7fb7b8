import math
import numpy as np


edges_of_nothing = lambda: 7 * 8 - 8 * 7


which_filter = lambda: "C"


def correlate_image(x, k):
    X, K = x.tolist(), k.tolist()
    rows, cols = len(X) - len(K) + 1, len(X[0]) - len(K[0]) + 1
    if rows < 1 or cols < 1:
        raise ValueError("larger")
    return np.array([[math.fsum(a * b for line, weights in zip(X[i:i + len(K)], K)
                                for a, b in zip(line[j:], weights))
                      for j in range(cols)] for i in range(rows)])


def slide(*weights, divide=1):
    """Make the function that applies a 3 x 3 filter, given row by row."""
    k = np.reshape(weights, (3, 3))

    def apply(x):
        return correlate_image(x, k) / divide

    return apply


edge_detection = slide(-1, -1, -1, -1, 8, -1, -1, -1, -1)
box_mean = slide(*[1] * 9, divide=9)
sharpen = slide(0, -1, 0, -1, 5, -1, 0, -1, 0)
gaussian_blur = slide(1, 2, 1, 2, 4, 2, 1, 2, 1, divide=16)


def find_filter(x, out):
    pixels = np.array([x[u:u + out.shape[0], v:v + out.shape[1]].ravel() for u in range(3) for v in range(3)]).T
    scale = float(np.abs(pixels.astype(float)).max()) or 1.0
    solution = np.linalg.lstsq(pixels / scale, out.ravel() / scale, rcond=None)[0]
    return solution.reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    errors = correlate_image(x, k) - np.asarray(target, dtype=float)
    gradient = correlate_image(x, errors)
    new = k.astype(float)
    new -= rate * gradient
    return new
