# Stil: innen NHWC und Faltung als Summe über die Positionen des Filters (tensordot); Parameter als JSON-Text zurückgegeben, predict
# liest ihn wieder; eigene Schichten; Trainingsrate fest; deutsche Namen; scikit-learn nicht nötig.
import json

import numpy as np

RATE = 0.2
EPOCHEN = 25
STAPEL = 20


def nhwc(x):
    return np.asarray(x, dtype=np.float64).transpose(0, 2, 3, 1)


def rahmen(a, p):
    if p == 0:
        return a
    gross = np.zeros((a.shape[0], a.shape[1] + 2 * p, a.shape[2] + 2 * p, a.shape[3]))
    gross[:, p:-p, p:-p] = a
    return gross


def vorwaerts(x, w1, b1, w2, b2):
    a = nhwc(x)
    n, h, b, _ = a.shape
    groesse = w1.shape[2]
    gross = rahmen(a, (groesse - 1) // 2)
    karten = np.zeros((n, h, b, len(w1))) + b1
    for u in range(groesse):
        for v in range(groesse):
            karten += np.tensordot(gross[:, u:u + h, v:v + b], w1[:, :, u, v].astype(float), axes=(3, 1))
    aktiv = karten * (karten > 0)
    h2, b2_ = h // 2, b // 2
    viertel = np.stack([aktiv[:, u:2 * h2:2, v:2 * b2_:2] for u in (0, 1) for v in (0, 1)])     # 4, N, h, b, F
    flach = viertel.max(axis=0).transpose(0, 3, 1, 2).reshape(n, -1)            # Kanal zuerst, so will es w2
    punkte = flach @ w2 + b2
    return punkte, (gross, karten, viertel, flach)


def network_scores(x, w1, b1, w2, b2):
    return vorwaerts(x, w1, b1, w2, b2)[0]


def loss_and_gradients(x, y, w1, b1, w2, b2):
    punkte, (gross, karten, viertel, flach) = vorwaerts(x, w1, b1, w2, b2)
    n = len(punkte)
    e = punkte - punkte.max(axis=1, keepdims=True)
    summe = np.log(np.sum(np.exp(e), axis=1))
    verlust = np.mean(summe - e[range(n), y])
    d = np.exp(e - summe[:, None])
    d[range(n), y] -= 1
    d /= n
    dw2, db2 = flach.T @ d, d.sum(axis=0)
    h2, b2_ = viertel.shape[2:4]
    dpool = (d @ w2.T).reshape(n, -1, h2, b2_).transpose(0, 2, 3, 1)
    sieger = viertel.argmax(axis=0)
    dkarten = np.zeros(karten.shape)
    for nummer in range(4):
        u, v = divmod(nummer, 2)
        dkarten[:, u:2 * h2:2, v:2 * b2_:2] = dpool * (sieger == nummer)
    dkarten *= karten > 0
    dw1 = np.zeros(w1.shape)
    h, b = karten.shape[1:3]
    for u in range(w1.shape[2]):
        for v in range(w1.shape[3]):
            dw1[:, :, u, v] = np.tensordot(dkarten, gross[:, u:u + h, v:v + b], axes=((0, 1, 2), (0, 1, 2)))
    return verlust, dw1, dkarten.sum(axis=(0, 1, 2)), dw2, db2


def sgd_step(w, dw, rate):
    neu = np.array(w, dtype=np.float64)
    neu -= rate * np.asarray(dw, dtype=np.float64)
    return neu


def train(images, labels, progress=None):
    zufall = np.random.default_rng(0)
    w = [zufall.normal(0, 0.1, form) for form in ((8, 1, 5, 5), (8,), (8 * 36, 4), (4,))]
    w[1][:] = w[3][:] = 0
    if progress is not None:
        progress(0, 1.386, w[0])
    for epoche in range(EPOCHEN):
        reihenfolge = zufall.permutation(len(images))
        verluste = []
        while len(reihenfolge):
            jetzt, reihenfolge = reihenfolge[:STAPEL], reihenfolge[STAPEL:]
            verlust, *gradienten = loss_and_gradients(images[jetzt] - 0.5, labels[jetzt], *w)
            w = [sgd_step(a, g, RATE) for a, g in zip(w, gradienten)]
            verluste.append(verlust)
        if progress is not None:
            progress((epoche + 1) / EPOCHEN, float(np.mean(verluste)), w[0])
    return json.dumps([a.tolist() for a in w])


def predict(params, images):
    w = [np.array(a) for a in json.loads(params)]
    return np.array([int(np.argmax(network_scores(images[n:n + 1] - 0.5, *w))) for n in range(len(images))])


def order_of_layers():
    return "B"


def first_filters():
    return "A"


def who_decides():
    return "C"
