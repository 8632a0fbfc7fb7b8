"""Expected: everything it writes passes; one deduction for a list.

List comprehensions only; the results are lists where the docstring says ndarray.
"""


def box_filter(x, width):
    values = [float(v) for v in x]
    return [sum(values[i:i + width]) / width for i in range(len(values) - width + 1)]


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("kernel too long")
    return [sum(float(a) * float(b) for a, b in zip(x[i:i + len(k)], k)) for i in range(len(x) - len(k) + 1)]


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("kernel even")
    p = [0.0] * (len(k) // 2)
    padded = p + [float(v) for v in x] + p
    return [sum(a * float(b) for a, b in zip(padded[i:], k)) for i in range(len(x))]


def correlate_backward(dout, x, k):
    K, n = len(k), len(dout)
    dx = [sum(float(dout[i]) * float(k[m - i]) for i in range(max(0, m - K + 1), min(n, m + 1))) for m in range(len(x))]
    dk = [sum(float(dout[i]) * float(x[i + u]) for i in range(n)) for u in range(K)]
    return dx, dk
