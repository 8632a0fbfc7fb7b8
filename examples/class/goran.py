import numpy as np

# tested with the example from the slides, looks good

def conv_single(x, w, b):
    return np.sum(x * w) + b

def conv_map(x, w, b):
    (C, H, W) = x.shape
    (C2, f_h, f_w) = w.shape
    if C != C2:
        raise ValueError("channels")
    result = np.zeros((H - f_h + 1, W - f_w + 1))
    for h in range(H - f_h + 1):
        for v in range(W - f_w + 1):
            result[h, v] = conv_single(x[:, h:h+f_h, v:v+f_w], w, b)
    return result

def conv_forward(x, w, b, conv_param):
    pad = conv_param['pad']
    stride = conv_param['stride']
    (m, n_C_prev, n_H_prev, n_W_prev) = x.shape
    (n_C, n_C_prev, f_h, f_w) = w.shape
    n_H = int((n_H_prev - f_h + 2*pad)/stride) + 1
    n_W = int((n_W_prev - f_w + 2*pad)/stride) + 1
    Z = np.zeros((m, n_C, n_H, n_W))
    x_pad = np.pad(x, ((0,0), (0,0), (pad,pad), (pad,pad)), 'constant')
    for i in range(m):
        for h in range(n_H):
            for v in range(n_W):
                for c in range(n_C):
                    vert_start = h * stride
                    horiz_start = v * stride
                    a_slice = x_pad[i, :, vert_start:vert_start+f_h, horiz_start:horiz_start+f_w]
                    Z[i, c, h, v] = conv_single(a_slice, w[c], b[c])
    cache = (x, w, b, conv_param)
    return Z, cache

def conv_backward(dZ, cache):
    (x, w, b, conv_param) = cache
    pad = conv_param['pad']
    stride = conv_param['stride']
    (m, n_C, n_H, n_W) = dZ.shape
    (n_C, n_C_prev, f_h, f_w) = w.shape
    dx = np.zeros(x.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(b.shape)
    x_pad = np.pad(x, ((0,0), (0,0), (pad,pad), (pad,pad)), 'constant')
    dx_pad = np.pad(dx, ((0,0), (0,0), (pad,pad), (pad,pad)), 'constant')
    for i in range(m):
        for h in range(n_H):
            for v in range(n_W):
                for c in range(n_C):
                    vert_start = h * stride
                    horiz_start = v * stride
                    a_slice = x_pad[i, :, vert_start:vert_start+f_h, horiz_start:horiz_start+f_w]
                    dx_pad[i, :, vert_start:vert_start+f_h, horiz_start:horiz_start+f_w] = w[c] * dZ[i, c, h, v]
                    dw[c] += a_slice * dZ[i, c, h, v]
                    db[c] += dZ[i, c, h, v]
        if pad != 0:
            dx[i] = dx_pad[i, :, pad:-pad, pad:-pad]
        else:
            dx[i] = dx_pad[i]
    return dx, dw, db
