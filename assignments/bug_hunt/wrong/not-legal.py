import numpy as np


def box_a():
    return np.ones((4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_b():
    return np.ones((1, 1, 2, 2)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_c():
    return np.full((1, 1, 4, 4), np.nan), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_d():
    return np.full((1, 1, 4, 4), 1e300), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_e():
    return np.ones((1, 1, 4, 4)), np.ones((1, 2, 3, 3)), np.zeros(1), 1, 0


def box_f():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 0, 0


def box_g():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 10**9


def box_h():
    return np.ones((9, 9, 40, 40)), np.ones((1, 9, 3, 3)), np.zeros(1), 1, 0


def box_i():
    return np.full((1, 1, 4, 4), 0.1), np.ones((1, 1, 3, 3)), np.zeros(2), 1, 0


def box_j():
    return np.ones((1, 1, 4, 4)), 2.5, 2, 2


def box_k():
    return np.zeros((1, 0, 4, 4)), 2, 2, 2


def box_l():
    return np.ones((1, 1, 3, 3)), np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2)), 1, 0


def box_m():
    return np.ones((1, 1, 3, 3)), np.ones((1, 1, 3, 3)), np.ones((1, 1, 1)), 1, 0


def one_for_all(pad):
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), np.array([1, 2])
