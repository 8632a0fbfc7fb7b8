"""Expected: everything it writes passes; one deduction for a list.

Results are lists where the docstring says ndarray; the numbers are right.
"""


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError
    return sum(float(p) * float(q) for p, q in zip(x.flat, w.flat)) + b


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError
    return [[conv_single(x[:, i:i + w.shape[1], j:j + w.shape[2]], w, b)
             for j in range(x.shape[2] - w.shape[2] + 1)]
            for i in range(x.shape[1] - w.shape[1] + 1)]


def conv_forward(x, w, b, conv_param):
    s, p = conv_param['stride'], conv_param['pad']
    n, c, h, wd = x.shape
    f, _, hh, ww = w.shape

    def pixel(m, ch, r, q):
        return float(x[m, ch, r, q]) if 0 <= r < h and 0 <= q < wd else 0.0

    out = [[[[sum(pixel(m, ch, i + u, j + v) * float(w[k, ch, u, v])
                  for ch in range(c) for u in range(hh) for v in range(ww)) + float(b[k])
              for j in range(-p, wd + p - ww + 1, s)]
             for i in range(-p, h + p - hh + 1, s)]
            for k in range(f)]
           for m in range(n)]
    return out, (x, w, b, conv_param)
