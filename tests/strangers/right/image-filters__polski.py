"""Expected: everything it writes passes.

Polskie nazwy i komentarze, tabulatory, rekurencja po wierszach; np.apply_along_axis dla filtrów.
"""
import numpy as np


def _wiersz(okno_wierszy, jądro, j):
	# jeden wiersz wyniku, element po elemencie
	szerokość = jądro.shape[1]
	if j + szerokość > okno_wierszy.shape[1]:
		return []
	suma = float(np.sum(okno_wierszy[:, j:j + szerokość] * jądro))
	return [suma] + _wiersz(okno_wierszy, jądro, j + 1)


def correlate_image(x, k):
	wysokość = k.shape[0]
	if wysokość > x.shape[0] or k.shape[1] > x.shape[1]:
		raise ValueError("filtr jest większy niż obraz")
	return np.array([_wiersz(x[i:i + wysokość], k, 0) for i in range(x.shape[0] - wysokość + 1)])


def _trzy(wagi):
	return lambda linia: [sum(w * float(v) for w, v in zip(wagi, linia[i:i + 3])) for i in range(len(linia) - 2)]


def box_mean(x):
	return np.apply_along_axis(_trzy([1, 1, 1]), 1, np.apply_along_axis(_trzy([1, 1, 1]), 0, x)) / 9


def gaussian_blur(x):
	return np.apply_along_axis(_trzy([1, 2, 1]), 0, np.apply_along_axis(_trzy([1, 2, 1]), 1, x)) / 16


def which_filter():
	return "C"  # rozmycie Gaussa
