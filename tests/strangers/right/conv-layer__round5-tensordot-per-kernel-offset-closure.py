import numpy as np

FLOAT = np.float32   # the least type that we compute in


def _prepare(*arrays):
    kind = np.result_type(FLOAT, *[np.asarray(a).dtype for a in arrays])
    if kind == np.float32 and any(np.asarray(a).dtype != np.float32 for a in arrays):
        kind = np.dtype(float)
    return [np.array(a, dtype=kind) for a in arrays]


def conv_single(x, w, b):
    if not np.shape(x) == np.shape(w):
        raise ValueError("shape of x is not shape of w")
    return float(np.tensordot(np.asarray(x, float), np.asarray(w, float), axes=np.ndim(x))) + float(b)


def conv_map(x, w, b):
    C, H, W = x.shape
    if w.shape[0] != C:
        raise ValueError("depth of image and filter")
    _, HH, WW = w.shape
    Ho, Wo = H - HH + 1, W - WW + 1
    if min(Ho, Wo) < 1:
        raise ValueError("filter does not fit in the image")
    x, w = np.asarray(x, float), np.asarray(w, float)
    out = np.full((Ho, Wo), float(b))
    for u in range(HH):
        for v in range(WW):
            out += np.tensordot(w[:, u, v], x[:, u:u + Ho, v:v + Wo], axes=(0, 0))
    return out


def conv_forward(x, w, b, conv_param):
    s, p = (conv_param[key] for key in ("stride", "pad"))
    shape = x.shape
    F, C, HH, WW = w.shape
    x, w, b = _prepare(x, w, b)
    x = np.pad(x, [(0, 0), (0, 0), (p, p), (p, p)], mode="constant")
    Ho, Wo = (x.shape[2] - HH) // s + 1, (x.shape[3] - WW) // s + 1

    def piece(array, u, v):
        return array[:, :, u:u + s * (Ho - 1) + 1:s, v:v + s * (Wo - 1) + 1:s]

    out = np.zeros((len(x), Ho, Wo, F), dtype=x.dtype)
    for u in range(HH):
        for v in range(WW):
            out += np.tensordot(piece(x, u, v), w[:, :, u, v], axes=([1], [1]))
    out += b

    def back(dout):
        dout = np.asarray(dout, dtype=np.result_type(x.dtype, np.asarray(dout).dtype, FLOAT))
        dx = np.zeros(x.shape, dtype=dout.dtype)
        dw = np.zeros(w.shape, dtype=dout.dtype)
        for u in range(HH):
            for v in range(WW):
                dw[:, :, u, v] = np.tensordot(dout, piece(x, u, v), axes=([0, 2, 3], [0, 2, 3]))
                part = np.tensordot(dout, w[:, :, u, v], axes=([1], [0]))
                piece(dx, u, v)[...] += np.moveaxis(part, -1, 1)
        return dx[:, :, p:p + shape[2], p:p + shape[3]], dw, dout.sum((0, 2, 3))

    return np.ascontiguousarray(np.moveaxis(out, -1, 1)), (back,)


def conv_backward(dout, cache):
    (back,) = cache
    return back(dout)
