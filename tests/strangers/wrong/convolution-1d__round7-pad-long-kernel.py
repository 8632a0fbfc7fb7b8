# correlate_pad is wrong where the (odd) kernel sticks out on both ends at once, so for K >= L roughly: the right end of the kernel is used at the left.
import numpy as np


def correlate_pad(x, k):
    K = len(k)
    if K % 2 == 0:
        raise ValueError("an even kernel has no middle")
    r = K // 2
    x = np.asarray(x, dtype=float)
    k = np.asarray(k, dtype=float)
    out = np.zeros(len(x))
    for i in range(len(x)):
        part = x[max(0, i - r):i + r + 1]
        if i < r:
            out[i] = part @ k[K - len(part):]      # sticks out on the left
        else:
            out[i] = part @ k[:len(part)]          # sticks out on the right, or not at all
    return out
