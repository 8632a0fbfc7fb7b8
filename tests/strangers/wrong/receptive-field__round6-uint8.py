# gradient_of_ones is wrong: counts above 255 (five filters of 5) are taken modulo 256
# -*- coding: utf-8 -*-
import numpy as np


def tailles(couches, longueur):
    """Longueur devant chaque couche, puis derrière la dernière."""
    yield longueur
    for fenetre, pas in couches:
        longueur = 1 + (longueur - fenetre) // pas
        yield longueur


def receptive_field(layers):
    pas = [1]
    for _, s in layers:
        pas.append(pas[-1] * s)
    taille = 1 + sum((couche[0] - 1) * p for couche, p in zip(layers, pas))
    return taille, pas[-1]


def gradient_of_ones(layers, length, at):
    n = list(tailles(layers, length))
    g = np.eye(n[-1], dtype=np.uint8)[at]
    for (fenetre, pas), avant in zip(reversed(list(layers)), n[-2::-1]):
        h = np.zeros(avant, dtype=np.uint8)
        indices = np.arange(len(g))[:, None] * pas + np.arange(fenetre)
        np.add.at(h, indices, g[:, None])
        g = h
    return g


def connected_pixels():
    return 25


def stacked_weights():
    return (27, 49)


def stride_first():
    return "B"
