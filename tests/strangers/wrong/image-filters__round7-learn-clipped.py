# learn_filter_step is wrong where an entry of the gradient is beyond 1000 in size (images of bytes, say): it is clipped.
import numpy as np


def learn_filter_step(x, target, k, rate):
    x = np.asarray(x, dtype=float)
    k = np.asarray(k, dtype=float)
    HH, WW = k.shape
    Ho, Wo = target.shape
    e = -np.asarray(target, dtype=float)
    for u in range(HH):
        for v in range(WW):
            e = e + k[u, v] * x[u:u + Ho, v:v + Wo]
    grad = np.zeros((HH, WW))
    for u in range(HH):
        for v in range(WW):
            grad[u, v] = np.sum(e * x[u:u + Ho, v:v + Wo])
    grad = np.clip(grad, -1000, 1000)  # so that it does not explode
    return k - rate * grad
