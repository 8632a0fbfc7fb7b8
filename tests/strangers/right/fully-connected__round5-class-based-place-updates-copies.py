import numpy as np


weights_of_a_normal_image = lambda: 1000 * 1000 * 3 * 1000


more_layers = lambda: "B"


weight_sharing = lambda: "C"


class Dense:
    def __init__(self, w, b):
        self.w, self.b = np.asarray(w, np.float64), np.asarray(b, np.float64)

    @property
    def parameters(self):
        return self.w.size + self.b.size

    def __call__(self, x):
        self.shape = x.shape
        self.x = np.asarray(x, np.float64).reshape(len(x), self.w.shape[0])
        out = np.empty((len(x), self.w.shape[1]))
        np.dot(self.x, self.w, out=out)
        np.add(out, self.b, out=out)
        return out

    def back(self, dout):
        g = np.asarray(dout, np.float64)
        return (np.dot(g, self.w.T).reshape(self.shape), np.dot(self.x.T, g), np.add.reduce(g, axis=0))


def dense_parameters(inputs: int, outputs: int) -> int:
    return int(inputs) * int(outputs) + int(outputs)


def affine_forward(x, w, b):
    layer = Dense(w, b)
    return layer(x), (layer,)


def affine_backward(dout, cache):
    return cache[0].back(dout)


def relu_forward(x):
    out = x.astype(float)
    np.clip(out, 0, None, out=out)
    return out, np.sign(out)


def relu_backward(dout, cache):
    return np.multiply(dout, cache, dtype=float)


def softmax_loss(x, y):
    p = x.astype(float)
    n = p.shape[0]
    right = (range(n), y)
    p -= np.amax(p, axis=-1, keepdims=True)
    shifted = p[right].copy()
    np.exp(p, out=p)
    z = p.sum(-1)
    loss = (np.log(z) - shifted).sum() / n
    p /= z[:, None]
    p[right] -= 1.0
    p /= n
    return float(loss), p


def numerical_gradient(x, w, b, target, h):
    w = np.array(w, dtype=float, order="C")
    g = np.empty_like(w)
    wf, gf = w.reshape(-1), g.reshape(-1)
    for k in range(wf.size):
        old = wf[k]
        losses = []
        for step in (+h, -h):
            wf[k] = old + step
            e = affine_forward(x, w, b)[0] - target
            losses.append(0.5 * float(np.vdot(e, e)))
        wf[k] = old
        gf[k] = (losses[0] - losses[1]) / (h + h)
    return g


def conv_matrix(w, x_shape, stride):
    """Rows are the images of unit pictures: column p of the matrix is what the filters make of pixel p alone."""
    C, H, W = x_shape
    F, _, HH, WW = w.shape
    units = np.eye(C * H * W).reshape(-1, C, H, W)
    ho, wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    out = np.zeros((F, C * H * W, ho, wo))
    for u in range(HH):
        for v in range(WW):
            seen = units[:, :, u:u + stride * (ho - 1) + 1:stride, v:v + stride * (wo - 1) + 1:stride]
            out += np.tensordot(w[:, :, u, v].astype(float), seen, axes=(1, 1))
    return out.transpose(0, 2, 3, 1).reshape(-1, C * H * W)
