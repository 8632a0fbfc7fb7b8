import numpy as np


def dense_parameters(inputs, outputs):
    gewichte = inputs * outputs
    schwellen = outputs
    return gewichte + schwellen


def weights_of_a_normal_image():
    return 3 * 10 ** 9


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def affine_forward(x, w, b):
    # die Eins hinten traegt die Schwelle
    zeilen = np.column_stack([x.reshape(x.shape[0], -1), np.ones(x.shape[0])]).astype(float)
    alles = np.vstack([w, b]).astype(float)
    return zeilen @ alles, (zeilen, alles, x.shape)


def affine_backward(dout, cache):
    zeilen, alles, form = cache
    d = dout.astype(float)
    dalles = zeilen.T @ d
    dx = (d @ alles.T)[:, :-1]
    return dx.reshape(form), dalles[:-1], dalles[-1]


def relu_forward(x):
    return x.clip(min=0), x.copy()


def relu_backward(dout, cache):
    # bei Null: die Haelfte
    return dout * np.heaviside(cache.astype(float), 0.5)


def softmax_loss(x, y):
    werte = np.array(x, float)
    groesste = np.max(werte, axis=1, keepdims=True)
    log_summe = groesste + np.log(np.sum(np.exp(werte - groesste), axis=1, keepdims=True))
    p = np.exp(werte - log_summe)
    richtig = np.take_along_axis(werte, np.asarray(y, dtype=np.intp).reshape(-1, 1), axis=1)
    ziel = (np.arange(x.shape[1]) == np.asarray(y)[:, None]).astype(float)
    return (log_summe - richtig).sum() / x.shape[0], (p - ziel) / x.shape[0]


def numerical_gradient(x, w, b, target, h):
    verlust = lambda v: ((affine_forward(x, v, b)[0] - target) ** 2).sum() / 2
    w = w.astype(float)
    basis = h * np.eye(w.size).reshape(w.size, *w.shape)
    return np.array([(verlust(w + e) - verlust(w - e)) / (2 * h) for e in basis]).reshape(w.shape)


def conv_matrix(w, x_shape, stride):
    """Summe von Kronecker-Produkten: Filter x Kanal, Zeilen, Spalten."""
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    ho, wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    summe = 0
    for u in range(HH):
        zeile = np.zeros((ho, H))
        zeile[np.arange(ho), np.arange(ho) * stride + u] = 1
        for v in range(WW):
            spalte = np.zeros((wo, W))
            spalte[np.arange(wo), np.arange(wo) * stride + v] = 1
            summe = summe + np.kron(w[:, :, u, v].astype(float), np.kron(zeile, spalte))
    return summe
