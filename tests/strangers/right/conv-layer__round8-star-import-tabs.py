# Style: from numpy import *, tabs, loops over the positions of the KERNEL with tensordot, semicolons, cache as dict
from numpy import *

def conv_single(x, w, b):
	if x.shape != w.shape: raise ValueError('different shapes')
	x = x.astype(float64); w = w.astype(float64)
	return sum(x*w) + b

def conv_map(x, w, b):
	c, h, l = x.shape; d, k, m = w.shape
	if c != d: raise ValueError('depth %d and %d' % (c, d))
	if k > h or m > l: raise ValueError('filter larger than image')
	out = full((h-k+1, l-m+1), b, dtype=float64)
	for u in range(k):
		for v in range(m):
			out += tensordot(w[:, u, v].astype(float64), x[:, u:u+h-k+1, v:v+l-m+1].astype(float64), axes=1)
	return out

def conv_forward(x, w, b, conv_param):
	s = conv_param['stride']; p = conv_param['pad']
	n, c, h, l = x.shape; f, c, k, m = w.shape
	ho = (h+2*p-k)//s + 1; wo = (l+2*p-m)//s + 1
	xp = pad(x.astype(float64), ((0,0),(0,0),(p,p),(p,p)), mode='constant')
	out = zeros((f, n, ho, wo))
	for u in range(k):
		for v in range(m):
			piece = xp[:, :, u:u+s*(ho-1)+1:s, v:v+s*(wo-1)+1:s]
			out += tensordot(w[:, :, u, v], piece, axes=(1, 1))
	out = moveaxis(out, 0, 1) + asarray(b, dtype=float64)[newaxis, :, newaxis, newaxis]
	return out, {'xp': xp, 'w': w, 's': s, 'p': p, 'size': (h, l)}

def conv_backward(dout, cache):
	xp, w, s, p = cache['xp'], cache['w'], cache['s'], cache['p']; h, l = cache['size']
	n, f, ho, wo = dout.shape
	dout = dout.astype(float64)
	dxp = zeros(xp.shape); dw = zeros(w.shape)
	for u in range(w.shape[2]):
		for v in range(w.shape[3]):
			here = (slice(None), slice(None), slice(u, u+s*(ho-1)+1, s), slice(v, v+s*(wo-1)+1, s))
			dw[:, :, u, v] = tensordot(dout, xp[here], axes=((0, 2, 3), (0, 2, 3)))
			dxp[here] += moveaxis(tensordot(dout, w[:, :, u, v], axes=(1, 0)), -1, 1)
	return dxp[:, :, p:p+h, p:p+l], dw, dout.sum(axis=3).sum(axis=2).sum(axis=0)
