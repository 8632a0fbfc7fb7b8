"""Expected: everything it writes passes.

Tabs for indentation, and results in Fortran order, transposed views of matrix products.
"""
import numpy as np


def conv_single(x, w, b):
	if x.shape != w.shape:
		raise ValueError('shapes differ')
	return np.asarray(x.ravel(order='F') @ w.ravel(order='F') + b)      # 0-d array


def _columns(xp, HH, WW, S):
	N, C, H, W = xp.shape
	Ho = (H - HH) // S + 1
	Wo = (W - WW) // S + 1
	cols = np.zeros((C * HH * WW, N * Ho * Wo), order='F')
	k = 0
	for j in range(Wo):
		for i in range(Ho):
			for n in range(N):
				cols[:, k] = xp[n, :, i * S:i * S + HH, j * S:j * S + WW].ravel()
				k += 1
	return cols, Ho, Wo


def conv_forward(x, w, b, conv_param):
	S = conv_param['stride']
	P = conv_param['pad']
	N = x.shape[0]
	F = w.shape[0]
	xp = np.pad(x, ((0, 0), (0, 0), (P, P), (P, P)))
	cols, Ho, Wo = _columns(xp, w.shape[2], w.shape[3], S)
	out = w.reshape(F, -1) @ cols + b.reshape(F, 1)
	out = out.reshape((F, N, Ho, Wo), order='F').swapaxes(0, 1)
	return np.asfortranarray(out), (cols, x.shape, w, S, P)


def conv_backward(dout, cache):
	cols, (N, C, H, W), w, S, P = cache
	F, _, HH, WW = w.shape
	d = dout.swapaxes(0, 1).reshape((F, -1), order='F')
	dw = (cols @ d.T).T.reshape(w.shape)
	dcols = w.reshape(F, -1).T @ d
	dxp = np.zeros((N, C, H + 2 * P, W + 2 * P), order='F')
	k = 0
	for j in range(dout.shape[3]):
		for i in range(dout.shape[2]):
			for n in range(N):
				dxp[n, :, i * S:i * S + HH, j * S:j * S + WW] += dcols[:, k].reshape(C, HH, WW)
				k += 1
	return dxp[:, :, P:P + H, P:P + W], dw, d.sum(axis=1)
