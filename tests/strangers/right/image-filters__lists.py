"""Expected: everything it writes passes; one deduction for a list.

Generators and zip on lists of rows; the images that come back are lists where the docstring says ndarray.
"""


def correlate_image(x, k):
    X, K = x.tolist(), k.tolist()
    if len(K) > len(X) or len(K[0]) > len(X[0]):
        raise ValueError("filter larger than image")
    return [[sum(w * p for kr, xr in zip(K, X[i:]) for w, p in zip(kr, xr[j:]))
             for j in range(len(X[0]) - len(K[0]) + 1)]
            for i in range(len(X) - len(K) + 1)]


def box_mean(x):
    X = x.tolist()
    return [[sum(X[i + u][j + v] for u in range(3) for v in range(3)) / 9 for j in range(len(X[0]) - 2)] for i in range(len(X) - 2)]


def sharpen(x):
    X = x.tolist()
    return [[5 * row[j] - row[j - 1] - row[j + 1] - up[j] - down[j] for j in range(1, len(row) - 1)]
            for up, row, down in zip(X, X[1:], X[2:])]
