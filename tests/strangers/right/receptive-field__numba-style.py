"""Expected: everything it writes passes.

Two buffers that swap, explicit loops over every index, guard clauses, tabs; as if for a compiler.
"""
import numpy as np


def njit(f):
	return f


@njit
def _push_back(src, n_src, dst, n_dst, window, stride):
	for p in range(n_dst):
		dst[p] = 0.0
	for i in range(n_src):
		g = src[i]
		if g == 0.0:
			continue
		for u in range(window):
			dst[i * stride + u] += g


def gradient_of_ones(layers, length, at):
	depth = len(layers)
	lens = np.zeros(depth + 1, dtype=np.int64)
	lens[0] = length
	for k in range(depth):
		lens[k + 1] = (lens[k] - layers[k][0]) // layers[k][1] + 1
	a = np.zeros(length)
	b = np.zeros(length)
	a[at] = 1.0
	for k in range(depth - 1, -1, -1):
		_push_back(a, lens[k + 1], b, lens[k], layers[k][0], layers[k][1])
		a, b = b, a
	return a


def receptive_field(layers):
	size = np.int64(1)
	jump = np.int64(1)
	for k in range(len(layers)):
		size += (layers[k][0] - 1) * jump
		jump *= layers[k][1]
	return size, jump


def stride_first():
	return "B"
