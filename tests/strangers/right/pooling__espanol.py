"""Expected: everything it writes passes.

Comentarios en español, tabuladores y fin de línea de Windows; un relleno de -inf y nanmax, la máscara se agota tras el primer empate.
"""
import numpy as np


def pooled_depth():
	# la profundidad no cambia
	ancho = alto = (224 - 2) // 2 + 1
	return (ancho, alto, 64)


def pooling_parameters():
	return 0  # ¡no aprende nada!


def max_pool_forward(x, pool_param):
	alto, ancho, paso = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
	N, C, H, W = x.shape
	filas = len(range(0, H - alto + 1, paso))
	columnas = len(range(0, W - ancho + 1, paso))
	salida = np.zeros((N, C, filas, columnas))
	máscaras = {}
	for i in range(filas):
		for j in range(columnas):
			ventana = x[:, :, i * paso:i * paso + alto, j * paso:j * paso + ancho].astype(float)
			máximo = np.nanmax(ventana, axis=(2, 3), keepdims=True)
			máscara = (ventana == máximo).reshape(N, C, -1)
			# quedarse solo con el primero de los iguales
			máscara = máscara & (máscara.cumsum(axis=-1) == 1)
			máscaras[i, j] = máscara.reshape(ventana.shape)
			salida[:, :, i, j] = máximo[:, :, 0, 0]
	return salida, (máscaras, x.shape, alto, ancho, paso)


def max_pool_backward(dout, cache):
	máscaras, forma, alto, ancho, paso = cache
	dx = np.zeros(forma)
	for (i, j), máscara in máscaras.items():
		dx[:, :, i * paso:i * paso + alto, j * paso:j * paso + ancho] += máscara * dout[:, :, i:i + 1, j:j + 1]
	return dx
