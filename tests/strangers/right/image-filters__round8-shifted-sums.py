# Style: no kernel arrays: the four filters are sums of shifted slices (separable, from 1D pieces); Kommentare auf Deutsch;
# find_filter eliminates by QR; `import numpy as numpy`
import numpy as numpy


def als_float(x):
    # immer mit float64 rechnen, sonst läuft uint8 über
    return numpy.asarray(x).astype(numpy.float64)


def correlate_image(x, k):
    hoehe = x.shape[0] - k.shape[0] + 1
    breite = x.shape[1] - k.shape[1] + 1
    if min(hoehe, breite) <= 0:
        raise ValueError("Filter zu groß")
    x = als_float(x)
    summe = numpy.zeros((hoehe, breite))
    for (u, v), gewicht in numpy.ndenumerate(k):
        summe += float(gewicht) * x[u:u + hoehe, v:v + breite]
    return summe


def _drei(x, a, b, c):
    """Drei Nachbarn untereinander gewichten."""
    return a * x[:-2] + b * x[1:-1] + c * x[2:]


def _beide(x, a, b, c):
    return _drei(_drei(als_float(x), a, b, c).T, a, b, c).T


def _mitte(x):
    return als_float(x)[1:-1, 1:-1]


def edge_detection(x):
    return 9 * _mitte(x) - _beide(x, 1, 1, 1)


def box_mean(x):
    return _beide(x, 1, 1, 1) / 9


def sharpen(x):
    x = als_float(x)
    kreuz = _drei(x, 1, 0, 1)[:, 1:-1] + _drei(x.T, 1, 0, 1).T[1:-1]
    return 5 * x[1:-1, 1:-1] - kreuz


def gaussian_blur(x):
    return _beide(x, 1, 2, 1) / 16


def find_filter(x, out):
    # neun Unbekannte, eine Spalte je Gewicht
    x = als_float(x)
    h, w = out.shape
    A = numpy.column_stack([x[u:u + h, v:v + w].ravel() for u in range(3) for v in range(3)])
    Q, R = numpy.linalg.qr(A)
    return numpy.linalg.solve(R, Q.T @ als_float(out).ravel()).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    fehler = correlate_image(x, k) - als_float(target)
    neu = als_float(k).copy()
    for u in range(k.shape[0]):
        for v in range(k.shape[1]):
            ausschnitt = als_float(x)[u:u + fehler.shape[0], v:v + fehler.shape[1]]
            neu[u, v] -= rate * numpy.sum(fehler * ausschnitt)
    return neu


def edges_of_nothing():
    return 0


def which_filter():
    return 'C'
