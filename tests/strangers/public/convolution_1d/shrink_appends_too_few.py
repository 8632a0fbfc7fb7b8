"""The loop of a list runs to L - K."""


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("kernel too long")
    import numpy as np

    result = []
    for i in range(len(x) - len(k)):
        result.append(sum(x[i + j] * k[j] for j in range(len(k))))
    return np.array(result, dtype=float)
