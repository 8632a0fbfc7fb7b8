"""Expected: everything it writes passes.

Deutsche Namen, Tabulatoren, Windows-Zeilenenden, Ausgaben mit print; Schichten aus convref.fast, Momentum nach Nesterov.
"""
import time

import numpy as np
from convref import fast as schnell


def _rand(w1):
	return (w1.shape[2] - 1) // 2


def network_scores(x, w1, b1, w2, b2):
	karten = schnell.conv_forward(x, w1, b1, stride=1, pad=_rand(w1))
	aktiv = schnell.relu_forward(karten)
	kleiner = schnell.max_pool_forward(aktiv, 2)
	return schnell.affine_forward(kleiner, w2, b2)


def loss_and_gradients(x, y, w1, b1, w2, b2):
	# vorwärts
	karten = schnell.conv_forward(x, w1, b1, stride=1, pad=_rand(w1))
	aktiv = schnell.relu_forward(karten)
	kleiner = schnell.max_pool_forward(aktiv, 2)
	punkte = schnell.affine_forward(kleiner, w2, b2)
	verlust = schnell.softmax_loss(punkte, y)
	# rückwärts
	δpunkte = schnell.softmax_loss_backward(punkte, y)
	δkleiner, δw2, δb2 = schnell.affine_backward(δpunkte, kleiner, w2)
	δaktiv = schnell.max_pool_backward(δkleiner, aktiv, 2)
	δkarten = schnell.relu_backward(δaktiv, karten)
	_, δw1, δb1 = schnell.conv_backward(δkarten, x, w1, stride=1, pad=_rand(w1))
	return verlust, δw1, δb1, δw2, δb2


def sgd_step(w, dw, rate):
	neu = w.copy().astype(float)
	neu = neu - rate * dw
	return neu


def train(images, labels, progress=None):
	zufall = np.random.default_rng(0)
	anfang = time.time()
	parameter = [zufall.normal(scale=0.2, size=(8, 1, 5, 5)), np.zeros(8), zufall.normal(scale=0.05, size=(288, 4)), np.zeros(4)]
	schwung = [np.zeros(p.shape) for p in parameter]
	epochen = 12
	for epoche in range(epochen):
		reihenfolge = zufall.permutation(len(images))
		for k in range(0, len(images), 20):
			teil = reihenfolge[k:k + 20]
			voraus = [p + 0.9 * s for p, s in zip(parameter, schwung)]
			verlust, *gradienten = loss_and_gradients(images[teil] - 0.5, labels[teil], *voraus)
			schwung = [0.9 * s - 0.02 * g for s, g in zip(schwung, gradienten)]
			parameter = [p + s for p, s in zip(parameter, schwung)]
		print("Epoche %d: Verlust %.4f (%.1f s)" % (epoche, verlust, time.time() - anfang))
		if progress is not None:
			progress((epoche + 1) / epochen, verlust)
	return tuple(parameter)


def predict(params, images):
	return np.argmax(network_scores(images - 0.5, *params), axis=1)
