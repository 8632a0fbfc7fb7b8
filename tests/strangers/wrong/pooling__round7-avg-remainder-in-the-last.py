# avg_pool_forward is wrong for tiles (window == stride) where rows or columns are left over: they are added to the last window.
import numpy as np


def avg_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    Ho, Wo = (H - ph) // s + 1, (W - pw) // s + 1
    if ph == s and pw == s:
        rows = np.add.reduceat(x.astype(float), np.arange(Ho) * s, axis=2)
        both = np.add.reduceat(rows, np.arange(Wo) * s, axis=3)
        return both / (ph * pw), (x.shape, pool_param)
    out = np.zeros((N, C, Ho, Wo))
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = x[:, :, i * s:i * s + ph, j * s:j * s + pw].mean(axis=(2, 3), dtype=float)
    return out, (x.shape, pool_param)
