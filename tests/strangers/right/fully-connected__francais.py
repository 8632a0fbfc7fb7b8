"""Expected: everything it writes passes.

Commentaires et noms en français avec accents ; np.vectorize et np.apply_along_axis partout.
"""
import numpy as np

# une couche dense : chaque entrée est reliée à chaque sortie


def dense_parameters(inputs, outputs):
    poids = inputs * outputs
    biais = outputs
    return poids + biais


def more_layers():
    # trop de nombres libres : l'optimisation devient difficile
    return "B"


def weight_sharing():
    return "C"


def affine_forward(x, w, b):
    def ligne(image):
        return np.array([np.vdot(image, colonne) for colonne in w.T]) + b
    aplati = x.reshape(x.shape[0], -1)
    return np.apply_along_axis(ligne, 1, aplati), (x, w, b)


def affine_backward(dout, cache):
    x, w, _ = cache
    aplati = x.reshape(x.shape[0], -1)
    dx = np.apply_along_axis(lambda δ: w @ δ, 1, dout)
    # somme des produits extérieurs, image par image
    dw = np.sum([np.outer(entrée, δ) for entrée, δ in zip(aplati, dout)], axis=0)
    return dx.reshape(x.shape), dw, np.apply_along_axis(np.sum, 0, dout)


positif = np.vectorize(lambda v: v if v > 0 else 0.0, otypes=[float])
passage = np.vectorize(lambda δ, v: δ if v > 0 else 0.0, otypes=[float])


def relu_forward(x):
    return positif(x), x


def relu_backward(dout, cache):
    return passage(dout, cache)


def softmax_loss(x, y):
    def probabilités(scores):
        décalés = np.exp(scores - scores.max())
        return décalés / décalés.sum()

    def log_somme(scores):
        m = scores.max()
        return m + np.log(np.exp(scores - m).sum())

    p = np.apply_along_axis(probabilités, 1, x.astype(float))
    n = x.shape[0]
    perte = sum(log_somme(scores.astype(float)) - scores[étiquette] for scores, étiquette in zip(x, y)) / n
    p[np.arange(n), y] -= 1
    return perte, p / n
