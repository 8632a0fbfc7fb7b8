# learn_filter_step is wrong for a target of whole numbers with a filter of fractions: the error has the type of the target.
import numpy as np


def learn_filter_step(x, target, k, rate):
    x = np.asarray(x, dtype=float)
    HH, WW = k.shape
    Ho, Wo = target.shape
    e = np.zeros_like(target)
    for i in range(Ho):
        for j in range(Wo):
            e[i, j] = np.sum(x[i:i + HH, j:j + WW] * k) - float(target[i, j])
    grad = np.zeros((HH, WW))
    for u in range(HH):
        for v in range(WW):
            grad[u, v] = np.sum(e * x[u:u + Ho, v:v + Wo])
    return k - rate * grad
