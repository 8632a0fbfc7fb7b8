"""Expected: everything it writes passes.

`>=` in the search: the last of equal entries takes the whole gradient. Loops over the window first, over places by slices.
"""
import numpy as np


def _read(pool_param):
    return [int(pool_param[k]) for k in ('pool_height', 'pool_width', 'stride')]


def max_pool_forward(x, pool_param):
    ph, pw, st = _read(pool_param)
    ho = (x.shape[2] - ph) // st + 1
    wo = (x.shape[3] - pw) // st + 1
    best = np.full(x.shape[:2] + (ho, wo), -np.inf)
    who = np.zeros(best.shape, dtype=int)
    for k in range(ph * pw):
        u, v = divmod(k, pw)
        cand = x[:, :, u:u + st * ho:st, v:v + st * wo:st][:, :, :ho, :wo]
        better = cand >= best
        best[better] = cand[better]
        who[better] = k
    return best, (x, pool_param, who)


def max_pool_backward(dout, cache):
    x, pool_param, who = cache
    ph, pw, st = _read(pool_param)
    ho, wo = dout.shape[2:]
    dx = np.zeros(x.shape, dtype=float)
    for k in range(ph * pw):
        u, v = divmod(k, pw)
        dx[:, :, u:u + st * ho:st, v:v + st * wo:st][:, :, :ho, :wo] += np.where(who == k, dout, 0)
    return dx
