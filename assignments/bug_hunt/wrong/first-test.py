import numpy as np


def box_a():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_b():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_c():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_d():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_e():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_f():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_g():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_h():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_i():
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1, 0


def box_j():
    return np.ones((1, 1, 4, 4)), 2, 2, 2


def box_k():
    return np.ones((1, 1, 4, 4)), 2, 2, 2


def box_l():
    return np.ones((1, 1, 3, 3)), np.ones((1, 1, 3, 3)), np.ones((1, 1, 1, 1)), 1, 0


def box_m():
    return np.ones((1, 1, 3, 3)), np.ones((1, 1, 3, 3)), np.ones((1, 1, 1, 1)), 1, 0


def one_for_all(pad):
    return np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3)), np.zeros(1), 1
