from fractions import Fraction

import numpy as np

# exact numbers all the way; find_filter by the normal equations and Gauss elimination


def rational(a):
    return [[Fraction(float(v)) for v in row] for row in a]


def slide(x, k):
    h, w = len(x) - len(k) + 1, len(x[0]) - len(k[0]) + 1
    return [[sum((k[u][v] * x[i + u][j + v] for u in range(len(k)) for v in range(len(k[0]))), Fraction(0))
             for j in range(w)] for i in range(h)]


def floats(a):
    return np.array([[float(v) for v in row] for row in a])


def correlate_image(x, k):
    if k.shape[0] > x.shape[0] or k.shape[1] > x.shape[1]:
        raise ValueError("filter larger than image")
    return floats(slide(rational(x), rational(k)))


def _filter(x, numbers, below=1):
    k = [[Fraction(v, below) for v in numbers[3 * r:3 * r + 3]] for r in range(3)]
    return floats(slide(rational(x), k))


def edge_detection(x):
    return _filter(x, [-1, -1, -1, -1, 8, -1, -1, -1, -1])


def box_mean(x):
    return _filter(x, [1] * 9, 9)


def sharpen(x):
    return _filter(x, [0, -1, 0, -1, 5, -1, 0, -1, 0])


def gaussian_blur(x):
    return _filter(x, [1, 2, 1, 2, 4, 2, 1, 2, 1], 16)


def find_filter(x, out):
    xs, ys = rational(x), rational(out)
    rows = []
    for i in range(len(ys)):
        for j in range(len(ys[0])):
            rows.append([xs[i + u][j + v] for u in range(3) for v in range(3)] + [ys[i][j]])
    n = [[sum(r[a] * r[b] for r in rows) for b in range(10)] for a in range(9)]
    for c in range(9):
        p = next(r for r in range(c, 9) if n[r][c] != 0)
        n[c], n[p] = n[p], n[c]
        n[c] = [v / n[c][c] for v in n[c]]
        for r in range(9):
            if r != c and n[r][c]:
                t = n[r][c]
                n[r] = [a - t * b for a, b in zip(n[r], n[c])]
    return np.array([float(n[r][9]) for r in range(9)]).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    xs, ks, ts = rational(x), rational(k), rational(target)
    e = [[a - b for a, b in zip(p, q)] for p, q in zip(slide(xs, ks), ts)]
    g = slide(xs, e)
    r = Fraction(float(rate))
    return floats([[a - r * b for a, b in zip(p, q)] for p, q in zip(ks, g)])


def edges_of_nothing():
    return 0


def which_filter():
    return "C"
