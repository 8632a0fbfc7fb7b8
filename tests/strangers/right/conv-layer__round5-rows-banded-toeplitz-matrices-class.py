import numpy as np


class Layer:
    """Une couche de convolution; chaque ligne du filtre devient une matrice bande."""

    def __init__(self, w, b, stride=1, pad=0):
        self.w = np.array(w, dtype=np.double)
        self.b = np.array(b, dtype=np.double)
        self.stride, self.pad = stride, pad

    def framed(self, x):
        p = self.pad
        n, c, h, w = x.shape
        z = np.zeros((n, c, h + 2 * p, w + 2 * p))
        z[:, :, p:p + h, p:p + w] = x
        return z

    def band(self, kernel_row, width):
        k = len(kernel_row)
        count = (width - k) // self.stride + 1
        m = np.zeros((count, width))
        for j in range(count):
            m[j, j * self.stride:j * self.stride + k] = kernel_row
        return m

    def forward(self, x):
        self.x = self.framed(x)
        self.size = x.shape[2:]
        n, c, h, w = self.x.shape
        f, _, hh, ww = self.w.shape
        ho = (h - hh) // self.stride + 1
        wo = (w - ww) // self.stride + 1
        y = np.empty((n, f, ho, wo))
        for o in range(f):
            y[:, o] = self.b[o]
            for d in range(c):
                for u in range(hh):
                    t = self.band(self.w[o, d, u], w)
                    y[:, o] += self.x[:, d, u:u + (ho - 1) * self.stride + 1:self.stride] @ t.T
        return y

    def backward(self, g):
        g = np.asarray(g, dtype=np.double)
        n, c, h, w = self.x.shape
        f, _, hh, ww = self.w.shape
        ho, wo = g.shape[2:]
        gx, gw = np.zeros_like(self.x), np.zeros_like(self.w)
        places = np.arange(wo) * self.stride
        for o in range(f):
            for d in range(c):
                for u in range(hh):
                    rows = slice(u, u + (ho - 1) * self.stride + 1, self.stride)
                    gx[:, d, rows] += g[:, o] @ self.band(self.w[o, d, u], w)
                    gt = np.tensordot(g[:, o], self.x[:, d, rows], axes=((0, 1), (0, 1)))  # (wo, w)
                    for v in range(ww):
                        gw[o, d, u, v] = gt[np.arange(wo), places + v].sum()
        p = self.pad
        return gx[:, :, p:p + self.size[0], p:p + self.size[1]], gw, g.sum(axis=(0, 2, 3))


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("formes différentes")
    return Layer(w[None], [b]).forward(x[None]).item()


def conv_map(x, w, b):
    if len(x) != len(w):
        raise ValueError("profondeurs différentes")
    if x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("filtre trop grand")
    return Layer(w[None], [b]).forward(x[None])[0, 0]


def conv_forward(x, w, b, conv_param):
    layer = Layer(w, b, **{k: conv_param[k] for k in ("stride", "pad")})
    return layer.forward(x), (layer,)


def conv_backward(dout, cache):
    return cache[0].backward(dout)
