"""Expected: everything it writes passes; one deduction for a list.

Nested comprehensions; the outputs and gradients are lists where the docstring says ndarray.
"""


def _spots(n, k, s):
    return [slice(a, a + k) for a in range(0, n - k + 1, s)]


def max_pool_forward(x, pool_param):
    hs = _spots(x.shape[2], pool_param['pool_height'], pool_param['stride'])
    ws = _spots(x.shape[3], pool_param['pool_width'], pool_param['stride'])
    out = [[[[float(max(max(row) for row in chan[h, w].tolist())) for w in ws] for h in hs] for chan in img] for img in x]
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    hs = _spots(x.shape[2], pool_param['pool_height'], pool_param['stride'])
    ws = _spots(x.shape[3], pool_param['pool_width'], pool_param['stride'])
    dx = [[[[0.0] * x.shape[3] for _ in range(x.shape[2])] for _ in range(x.shape[1])] for _ in range(x.shape[0])]
    for n in range(len(x)):
        for c in range(len(x[n])):
            for i, h in enumerate(hs):
                for j, w in enumerate(ws):
                    # tuples compare by value first, then by the place: the last of equals
                    _, r, q = max((float(x[n, c, r, q]), r, q) for r in range(h.start, h.stop) for q in range(w.start, w.stop))
                    dx[n][c][r][q] += float(dout[n, c, i, j])
    return dx
