# correlate_image is wrong: no ValueError when the filter is larger than the image along one axis only
import numpy as np

KANTEN = [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]
MITTEL = [[1 / 9] * 3] * 3
SCHARF = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]
WEICH = [[1 / 16, 2 / 16, 1 / 16], [2 / 16, 4 / 16, 2 / 16], [1 / 16, 2 / 16, 1 / 16]]


def correlate_image(x, k):
    zeilen = len(x) - len(k) + 1
    spalten = len(x[0]) - len(k[0]) + 1
    if zeilen < 1 and spalten < 1:
        raise ValueError("Der Filter ist groesser als das Bild")
    ergebnis = []
    for i in range(zeilen):
        zeile = []
        for j in range(spalten):
            s = 0.0
            for u in range(len(k)):
                for v in range(len(k[0])):
                    s = s + float(k[u][v]) * float(x[i + u][j + v])
            zeile.append(s)
        ergebnis.append(zeile)
    return np.array(ergebnis)


def edge_detection(x):
    return correlate_image(x, KANTEN)


def box_mean(x):
    return correlate_image(x, MITTEL)


def sharpen(x):
    return correlate_image(x, SCHARF)


def gaussian_blur(x):
    return correlate_image(x, WEICH)


def find_filter(x, out):
    gleichungen = []
    rechts = []
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            gleichungen.append([float(x[i + u, j + v]) for u in range(3) for v in range(3)])
            rechts.append(float(out[i, j]))
    loesung = np.linalg.lstsq(np.array(gleichungen), np.array(rechts), rcond=None)[0]
    return loesung.reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    fehler = correlate_image(x, k) - target
    neu = np.zeros(k.shape)
    for u in range(k.shape[0]):
        for v in range(k.shape[1]):
            ableitung = 0.0
            for i in range(fehler.shape[0]):
                for j in range(fehler.shape[1]):
                    ableitung += fehler[i, j] * float(x[i + u, j + v])
            neu[u, v] = k[u, v] - rate * ableitung
    return neu


def edges_of_nothing():
    return 0


def which_filter():
    return "C"
