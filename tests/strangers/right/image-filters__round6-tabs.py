import numpy as np

def correlate_image(x, k):
	x = x.astype(float)		# own copy
	(H, W), (HH, WW) = x.shape, k.shape
	if HH > H or WW > W: raise ValueError("too large")
	out = np.full((H - HH + 1, W - WW + 1), np.nan)
	i = 0
	while i < out.shape[0]:
		j = 0
		while j < out.shape[1]:
			out[i, j] = np.vdot(x[i:i+HH, j:j+WW], k.astype(float))
			j += 1
		i += 1
	return out

EDGE = np.full((3, 3), -1); EDGE[1, 1] = 8
SHARP = 6 * np.eye(3, dtype=int)[1][:, None] * np.eye(3, dtype=int)[1] - np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]])

def edge_detection(x): return correlate_image(x, EDGE)
def sharpen(x): return correlate_image(x, SHARP)
def box_mean(x): return correlate_image(x, np.full((3, 3), 1/9))
def gaussian_blur(x): return correlate_image(x, np.array([[1, 2, 1], [2, 4, 2], [1, 2, 1]])/16)

def find_filter(x, out):
	A = []
	for i in range(out.shape[0]):
		for j in range(out.shape[1]):
			A.append(x[i:i+3, j:j+3].astype(float).ravel())
	k, *_ = np.linalg.lstsq(np.vstack(A), out.ravel(), rcond=None)
	return k.reshape(3, 3)

def learn_filter_step(x, target, k, rate):
	e = correlate_image(x, k) - target
	g = np.zeros(k.shape)
	for i, j in np.ndindex(*e.shape):
		g += e[i, j] * x[i:i+k.shape[0], j:j+k.shape[1]]
	return k - rate*g

def edges_of_nothing(): return 0
def which_filter(): return "C"
