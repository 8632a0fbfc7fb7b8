import numpy as np


def edges_of_nothing():
    return 7 * 8 - 8 * 7


def which_filter():
    return "C"


def correlate_image(x, k):
    H, W = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    if H <= 0 or W <= 0:
        raise ValueError("no place for the filter")
    x = np.asarray(x, np.float64)
    return sum(float(k[u, v]) * x[u:u + H, v:v + W] for u, v in np.ndindex(k.shape))


def three(x):
    """Sum of three neighbours down, then across."""
    x = np.asarray(x, np.float64)
    rows = x[:-2] + x[1:-1] + x[2:]
    return rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]


def middle(x):
    return np.asarray(x, np.float64)[1:-1, 1:-1]


def edge_detection(x):
    return 9 * middle(x) - three(x)


def box_mean(x):
    return three(x) / 9


def sharpen(x):
    x = np.asarray(x, np.float64)
    return 5 * middle(x) - x[:-2, 1:-1] - x[2:, 1:-1] - x[1:-1, :-2] - x[1:-1, 2:]


def gaussian_blur(x):
    x = np.asarray(x, np.float64)
    rows = x[:-2] + 2 * x[1:-1] + x[2:]
    return (rows[:, :-2] + 2 * rows[:, 1:-1] + rows[:, 2:]) / 16


def find_filter(x, out):
    from numpy.lib.stride_tricks import sliding_window_view
    a = sliding_window_view(np.asarray(x, np.float64), (3, 3)).reshape(-1, 9)
    return (np.linalg.pinv(a) @ np.asarray(out, np.float64).ravel()).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    e = np.subtract(correlate_image(x, k), target)
    g = np.array([[np.vdot(e, x[u:u + e.shape[0], v:v + e.shape[1]].astype(float)) for v in range(k.shape[1])]
                  for u in range(k.shape[0])])
    return np.array(k, dtype=float) - rate * g
