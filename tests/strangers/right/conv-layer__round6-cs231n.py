import numpy as np

# CS231n assignment 2

def conv_single(x, w, b):
	if x.shape != w.shape:
		raise ValueError('shape mismatch')
	return float((x.astype(np.float64) * w).sum() + b)

def conv_map(x, w, b):
	C, H, W = x.shape
	if C != w.shape[0] or H < w.shape[1] or W < w.shape[2]:
		raise ValueError('bad filter')
	out, _ = conv_forward_naive(x[None, ...], w[None, ...], np.array([b]), {'stride': 1, 'pad': 0})
	return out[0, 0]

def conv_forward_naive(x, w, b, conv_param):
	out = None
	stride, pad = conv_param['stride'], conv_param['pad']
	N, C, H, W = x.shape
	F, _, HH, WW = w.shape
	x_pad = np.pad(x.astype(np.float64), ((0,), (0,), (pad,), (pad,)), 'constant')
	Hp = 1 + (H + 2 * pad - HH) // stride
	Wp = 1 + (W + 2 * pad - WW) // stride
	out = np.zeros((N, F, Hp, Wp))
	for i in range(Hp):
		for j in range(Wp):
			patch = x_pad[:, None, :, i*stride:i*stride+HH, j*stride:j*stride+WW]
			out[:, :, i, j] = np.sum(patch * w[None], axis=(2, 3, 4)) + b
	cache = (x, w, b, conv_param)
	return out, cache

def conv_backward_naive(dout, cache):
	x, w, b, conv_param = cache
	stride, pad = conv_param['stride'], conv_param['pad']
	N, C, H, W = x.shape
	F, _, HH, WW = w.shape
	_, _, Hp, Wp = dout.shape
	dout = dout.astype(np.float64)
	x_pad = np.pad(x.astype(np.float64), ((0,), (0,), (pad,), (pad,)), 'constant')
	dx_pad = np.zeros_like(x_pad)
	dw = np.zeros(w.shape)
	db = np.sum(dout, axis=(0, 2, 3))
	for i in range(Hp):
		for j in range(Wp):
			patch = x_pad[:, :, i*stride:i*stride+HH, j*stride:j*stride+WW]
			for k in range(F):
				dw[k] += np.sum(patch * dout[:, k, i, j][:, None, None, None], axis=0)
			for n in range(N):
				dx_pad[n, :, i*stride:i*stride+HH, j*stride:j*stride+WW] += np.sum(w * dout[n, :, i, j][:, None, None, None], axis=0)
	dx = dx_pad[:, :, pad:pad+H, pad:pad+W]
	return dx, dw, db
