# TP 3 : couches de sous-échantillonnage
import numpy as np


def pooled_depth():
    largeur = hauteur = (224 - 2) // 2 + 1
    return largeur, hauteur, 64


def pooling_parameters():
    return int(0)


def fenetres(forme, param):
    """Donne les tranches de chaque fenêtre (générateur)."""
    hauteur, largeur, pas = param["pool_height"], param["pool_width"], param["stride"]
    for i, haut in enumerate(range(0, forme[2] - hauteur + 1, pas)):
        for j, gauche in enumerate(range(0, forme[3] - largeur + 1, pas)):
            yield i, j, (slice(None), slice(None), slice(haut, haut + hauteur), slice(gauche, gauche + largeur))


def sortie_vide(x, param):
    h = 1 + (x.shape[2] - param["pool_height"]) // param["stride"]
    l = 1 + (x.shape[3] - param["pool_width"]) // param["stride"]
    return np.zeros((x.shape[0], x.shape[1], h, l))


def max_pool_forward(x, pool_param):
    sortie = sortie_vide(x, pool_param)
    for i, j, ou in fenetres(x.shape, pool_param):
        sortie[:, :, i, j] = x[ou].max(axis=(2, 3))
    return sortie, (x, sortie, pool_param)


def max_pool_backward(dout, cache):
    x, sortie, pool_param = cache
    dx = np.zeros(x.shape)
    for i, j, ou in fenetres(x.shape, pool_param):
        masque = x[ou] == x[ou].max(axis=(2, 3), keepdims=True)
        parts = masque / masque.sum(axis=(2, 3), keepdims=True)   # égalités : on partage
        dx[ou] += parts * dout[:, :, i, j][:, :, None, None]
    return dx


def avg_pool_forward(x, pool_param):
    sortie = sortie_vide(x, pool_param)
    aire = pool_param["pool_height"] * pool_param["pool_width"]
    for i, j, ou in fenetres(x.shape, pool_param):
        sortie[:, :, i, j] = x[ou].astype(float).sum(axis=(2, 3)) / aire
    return sortie, (x.shape, pool_param)


def avg_pool_backward(dout, cache):
    forme, pool_param = cache
    dx = np.zeros(forme)
    aire = pool_param["pool_height"] * pool_param["pool_width"]
    for i, j, ou in fenetres(forme, pool_param):
        dx[ou] += (dout[:, :, i, j] / aire)[:, :, None, None]
    return dx
