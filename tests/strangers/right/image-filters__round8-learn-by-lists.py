"""Style: nested list comprehensions and zip(*...) on plain lists; numpy only at the borders; Gauss-Jordan with pivots by hand; sum() with start."""
import numpy as np


def _numbers(a):
    return [[float(pixel) for pixel in row] for row in a]


def _windows(rows, HH, WW):
    return [[[row[j:j + WW] for row in rows[i:i + HH]] for j in range(len(rows[0]) - WW + 1)] for i in range(len(rows) - HH + 1)]


def _dot(A, B):
    return sum((p * q for ra, rb in zip(A, B) for p, q in zip(ra, rb)), 0.0)


def correlate_image(x, k):
    if len(k) > len(x) or len(k[0]) > len(x[0]):
        raise ValueError("filter larger than image")
    k = _numbers(k)
    return np.array([[_dot(window, k) for window in row] for row in _windows(_numbers(x), len(k), len(k[0]))])


def edge_detection(x):
    k = [[-1] * 3 for _ in range(3)]
    k[1][1] = 8
    return correlate_image(x, k)


def box_mean(x):
    return correlate_image(x, [[1 / 9] * 3] * 3)


def sharpen(x):
    k = [[-(abs(u) + abs(v) == 1) for u in (-1, 0, 1)] for v in (-1, 0, 1)]
    k[1][1] = 5
    return correlate_image(x, k)


def gaussian_blur(x):
    binomial = [1, 2, 1]
    return correlate_image(x, [[a * b / sum(binomial) ** 2 for a in binomial] for b in binomial])


def _solve(A, y):
    """Gauss-Jordan with row pivots."""
    rows = [list(a) + [b] for a, b in zip(A, y)]
    n = len(rows)
    for c in range(n):
        best = max(range(c, n), key=lambda r: abs(rows[r][c]))
        rows[c], rows[best] = rows[best], rows[c]
        pivot = rows[c][c]
        rows[c] = [entry / pivot for entry in rows[c]]
        for r in range(n):
            if r != c:
                factor = rows[r][c]
                rows[r] = [p - factor * q for p, q in zip(rows[r], rows[c])]
    return [row[-1] for row in rows]


def find_filter(x, out):
    equations = [sum(window, []) for row in _windows(_numbers(x), 3, 3) for window in row]
    y = [float(value) for row in out for value in row]
    columns = list(zip(*equations))
    normal = [[sum(p * q for p, q in zip(a, b)) for b in columns] for a in columns]
    right = [sum(p * q for p, q in zip(a, y)) for a in columns]
    return np.array(_solve(normal, right)).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    out = correlate_image(x, k)
    error = [[o - float(t) for o, t in zip(ro, rt)] for ro, rt in zip(out, target)]
    uphill = correlate_image(x, error)
    return np.array([[float(w) - rate * g for w, g in zip(rw, rg)] for rw, rg in zip(k, uphill)])


def edges_of_nothing():
    return 0


def which_filter():
    return "C"
