# -*- coding: utf-8 -*-
# Style: numba-style loops over plain numbers, no NumPy inside (tolist), nested functions, a "jit" that does nothing where
# numba is missing, everything is divided at the end.
import math
import numpy as np

try:
    from numba import njit
except ImportError:
    def njit(*args, **kwargs):
        if args and callable(args[0]):
            return args[0]
        return lambda function: function

NEG_INF = -math.inf


def pooled_depth():
    a = (224 - 2) / 2 + 1
    return (int(a), int(a), 64)


def pooling_parameters():
    weights = 0
    biases = 0
    return weights + biases


@njit
def _max_loops(x, out, arg_r, arg_c, ph, pw, s):
    for n in range(out.shape[0]):
        for c in range(out.shape[1]):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    best = x[n, c, i * s, j * s]
                    br, bc = i * s, j * s
                    for u in range(ph):
                        for v in range(pw):
                            if x[n, c, i * s + u, j * s + v] > best:
                                best = x[n, c, i * s + u, j * s + v]
                                br, bc = i * s + u, j * s + v
                    out[n, c, i, j] = best
                    arg_r[n, c, i, j] = br
                    arg_c[n, c, i, j] = bc


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    shape = (x.shape[0], x.shape[1], (x.shape[2] - ph) // s + 1, (x.shape[3] - pw) // s + 1)
    out = np.empty(shape, np.float64)
    arg_r = np.empty(shape, np.int64)
    arg_c = np.empty(shape, np.int64)
    _max_loops(x.astype(np.float64), out, arg_r, arg_c, ph, pw, s)
    return out, (arg_r, arg_c, x.shape)


def max_pool_backward(dout, cache):
    arg_r, arg_c, shape = cache
    dx = np.zeros(shape)
    for n in range(dout.shape[0]):
        for c in range(dout.shape[1]):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    dx[n, c, arg_r[n, c, i, j], arg_c[n, c, i, j]] += dout[n, c, i, j]
    return dx


def avg_pool_forward(x, pool_param):
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']

    def mean(rows, top, left):
        total = 0.0
        for row in rows[top:top + ph]:
            total += math.fsum(row[left:left + pw])
        return total / (ph * pw)

    def one(rows):
        return [[mean(rows, top, left) for left in range(0, len(rows[0]) - pw + 1, s)] for top in range(0, len(rows) - ph + 1, s)]

    return np.array([[one(rows) for rows in image] for image in x.tolist()]), (x.shape, ph, pw, s)


def avg_pool_backward(dout, cache):
    shape, ph, pw, s = cache
    dx = np.zeros(shape).tolist()
    for n, image in enumerate(dout.tolist()):
        for c, rows in enumerate(image):
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    for u in range(i * s, i * s + ph):
                        for v in range(j * s, j * s + pw):
                            dx[n][c][u][v] += value
    return np.array(dx) / (ph * pw)
