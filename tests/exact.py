"""Every operation of `convref` once more: exact, in plain Python, and written another way.

In: ints and Fractions in nested lists.  Out: the same, never a float.
Nothing here imports `convref` or NumPy. Where `convref` scatters gradients to inputs, this gathers them
for each input; where it counts by formula, this counts by walking; the flip of a convolution is an index here.
"""

from fractions import Fraction
from itertools import product

# --- nested lists -----------------------------------------------------------------------------------------------------


def exact(data):
    """Read numbers, "1/3", floats and arrays, nested, as ints and Fractions."""
    if isinstance(data, str):
        return exact(Fraction(data))
    if hasattr(data, "tolist"):
        return exact(data.tolist())
    if isinstance(data, (list, tuple)):
        return [exact(entry) for entry in data]
    fraction = Fraction(data)
    return fraction.numerator if fraction.denominator == 1 else fraction


def shape(data):
    return (len(data), *shape(data[0])) if isinstance(data, list) else ()


def flat(data):
    return [number for entry in data for number in flat(entry)] if isinstance(data, list) else [data]


def fill(extents, entry):
    """Make a nested list whose entry at each index is entry(*index)."""
    if not extents:
        return entry()
    return [fill(extents[1:], lambda *rest, i=i: entry(i, *rest)) for i in range(extents[0])]


def two(value):
    return tuple(value) if isinstance(value, (list, tuple)) else (value, value)


def pad_with_zeros(x, before):
    """Surround an image or signal with zeros, as many on each side of each axis as ``before`` says."""
    extents = [n + 2 * p for n, p in zip(shape(x), before, strict=True)]

    def entry(*index):
        inner = x
        for i, p in zip(index, before, strict=True):
            if not 0 <= i - p < len(inner):
                return 0
            inner = inner[i - p]
        return inner

    return fill(extents, entry)


# --- shapes -----------------------------------------------------------------------------------------------------------


def starts(length, window, stride=1, pad=0):
    """Walk a window over a line and note where it starts."""
    found, start = [], -pad
    while start + window <= length + pad:
        found.append(start)
        start += stride
    return found


def output_size(length, window, stride=1, pad=0):
    return len(starts(length, window, stride, pad))


def output_size_strict(length, window, stride=1, pad=0):
    found = starts(length, window, stride, pad)
    if found[-1] + window != length + pad:
        raise ValueError("the last window does not end at the edge")
    return len(found)


def same_padding(window):
    return next(pad for pad in range(window) if output_size(100, window, 1, pad) == 100)


def conv_parameters(filters, channels, window, bias=True):
    weights = list(product(range(filters), range(channels), *map(range, two(window))))
    return len(weights) + (filters if bias else 0)


def dense_parameters(inputs, outputs, bias=True):
    return sum(inputs + (1 if bias else 0) for _ in range(outputs))


def weight_shape(filters, channels, window, layout="out-in"):
    ends = {"out-in": (filters, channels), "in-out": (channels, filters)}
    return (*ends[layout], *two(window))


def conv_output_shape(x_shape, w_shape, *, stride=1, pad=0):
    plane = map(output_size, x_shape[2:], w_shape[2:], two(stride), two(pad))
    return (x_shape[0], w_shape[0], *plane)


def pool_output_shape(x_shape, window, *, stride=None):
    plane = map(output_size, x_shape[2:], two(window), two(window if stride is None else stride))
    return (*x_shape[:2], *plane)


def pixel_uses(size, window, *, stride=1, pad=0):
    uses = fill(two(size), lambda *_: 0)
    axes = [starts(*axis) for axis in zip(two(size), two(window), two(stride), two(pad), strict=True)]
    for top, left, u, v in product(*axes, *map(range, two(window))):
        if 0 <= top + u < len(uses) and 0 <= left + v < len(uses[0]):
            uses[top + u][left + v] += 1
    return uses


def receptive_field(layers):
    """Trace the first two output values of each axis back to the input pixels they come from."""
    layers = [(two(window), two(stride)) for window, stride in layers]
    sizes, jumps = [], []
    for axis in (0, 1):
        seen = []
        for first in (0, 1):
            pixels = {first}
            for window, stride in reversed(layers):
                pixels = {pixel * stride[axis] + u for pixel in pixels for u in range(window[axis])}
            seen.append(pixels)
        sizes.append(max(seen[0]) - min(seen[0]) + 1)
        jumps.append(min(seen[1]) - min(seen[0]))
    return tuple(sizes), tuple(jumps), sizes[0] * sizes[1]


# --- signals and images -----------------------------------------------------------------------------------------------


def _zeros(k, boundary):
    return [{"shrink": 0, "zero": (n - 1) // 2, "full": n - 1}[boundary] for n in shape(k)]


def correlate1d(x, k, *, boundary="shrink"):
    x = pad_with_zeros(x, _zeros(k, boundary))
    return [sum(x[i + u] * k[u] for u in range(len(k))) for i in range(len(x) - len(k) + 1)]


def convolve1d(x, k, *, boundary="shrink"):
    full = [sum(x[i] * k[n - i] for i in range(len(x)) if 0 <= n - i < len(k)) for n in range(len(x) + len(k) - 1)]
    cut = len(k) - 1 - _zeros(k, boundary)[0]
    return full[cut : len(full) - cut]


def correlate2d(x, k, *, boundary="shrink"):
    return conv_forward([[x]], [[k]], pad=_zeros(k, boundary))[0][0]


def convolve2d(x, k, *, boundary="shrink"):
    return correlate2d(x, [row[::-1] for row in k[::-1]], boundary=boundary)


def correlate1d_backward(dout, x, k, *, boundary="shrink"):
    dx, dk = correlate2d_backward([dout], [x], [k], boundary=boundary)
    return dx[0], dk[0]


def convolve1d_backward(dout, x, k, *, boundary="shrink"):
    dx, dk = convolve2d_backward([dout], [x], [k], boundary=boundary)
    return dx[0], dk[0]


def correlate2d_backward(dout, x, k, *, boundary="shrink"):
    dx, dk, _ = conv_backward([[dout]], [[x]], [[k]], pad=_zeros(k, boundary))
    return dx[0][0], dk[0][0]


def convolve2d_backward(dout, x, k, *, boundary="shrink"):
    dx, dk = correlate2d_backward(dout, x, [row[::-1] for row in k[::-1]], boundary=boundary)
    return dx, [row[::-1] for row in dk[::-1]]


def convolve_sampled(f, g, dt):
    return [dt * value for value in convolve1d(f, g, boundary="full")]


# --- layers -----------------------------------------------------------------------------------------------------------


def conv_forward(x, w, b=None, *, stride=1, pad=0):
    C, HH, WW = shape(w)[1:]
    SH, SW = two(stride)
    padded = [[pad_with_zeros(plane, two(pad)) for plane in image] for image in x]

    def entry(n, f, i, j):
        taps = product(range(C), range(HH), range(WW))
        dot = sum(padded[n][c][i * SH + u][j * SW + v] * w[f][c][u][v] for c, u, v in taps)
        return dot + (b[f] if b is not None else 0)

    return fill(conv_output_shape(shape(x), shape(w), stride=stride, pad=pad), entry)


def conv_backward(dout, x, w, *, stride=1, pad=0):
    (SH, SW), (PH, PW) = two(stride), two(pad)
    N, F, H_out, W_out = shape(dout)
    HH, WW = shape(w)[2:]
    padded = [[pad_with_zeros(plane, two(pad)) for plane in image] for image in x]
    places = list(product(range(H_out), range(W_out)))

    def dx(n, c, row, column):
        total = 0
        for f, (i, j) in product(range(F), places):
            u, v = row + PH - i * SH, column + PW - j * SW
            if 0 <= u < HH and 0 <= v < WW:
                total += dout[n][f][i][j] * w[f][c][u][v]
        return total

    def dw(f, c, u, v):
        return sum(dout[n][f][i][j] * padded[n][c][i * SH + u][j * SW + v] for n, (i, j) in product(range(N), places))

    db = [sum(dout[n][f][i][j] for n, (i, j) in product(range(N), places)) for f in range(F)]
    return fill(shape(x), dx), fill(shape(w), dw), db


def _pool_windows(x, window, stride):
    """Return, for each output, the entries under it: [((row, column), value), ...], row by row."""
    SH, SW = two(window if stride is None else stride)

    def entry(n, c, i, j):
        cells = product(*map(range, two(window)))
        places = [(i * SH + u, j * SW + v) for u, v in cells]
        return tuple(((row, column), x[n][c][row][column]) for row, column in places)

    return fill(pool_output_shape(shape(x), window, stride=stride), entry)


def max_pool_forward(x, window, *, stride=None):
    windows = _pool_windows(x, window, stride)
    return fill(shape(windows), lambda n, c, i, j: max(value for _, value in windows[n][c][i][j]))


def max_pool_backward(dout, x, window, *, stride=None):
    windows = _pool_windows(x, window, stride)

    def entry(n, c, row, column):
        total = 0
        for i, j in product(*map(range, shape(dout)[2:])):
            cells = windows[n][c][i][j]
            best = max(value for _, value in cells)
            if next(place for place, value in cells if value == best) == (row, column):
                total += dout[n][c][i][j]
        return total

    return fill(shape(x), entry)


def avg_pool_forward(x, window, *, stride=None):
    windows = _pool_windows(x, window, stride)
    area = two(window)[0] * two(window)[1]
    return exact(fill(shape(windows), lambda n, c, i, j: Fraction(sum(v for _, v in windows[n][c][i][j])) / area))


def avg_pool_backward(dout, x, window, *, stride=None):
    windows = _pool_windows(x, window, stride)
    area = two(window)[0] * two(window)[1]

    def entry(n, c, row, column):
        total = Fraction(0)
        for i, j in product(*map(range, shape(dout)[2:])):
            if any(place == (row, column) for place, _ in windows[n][c][i][j]):
                total += Fraction(dout[n][c][i][j]) / area
        return total

    return exact(fill(shape(x), entry))


def affine_forward(x, w, b=None):
    rows = [flat(image) for image in x]
    return [
        [sum(a * w[d][m] for d, a in enumerate(row)) + (b[m] if b is not None else 0) for m in range(len(w[0]))]
        for row in rows
    ]


def affine_backward(dout, x, w):
    rows = [flat(image) for image in x]
    D, M = shape(w)
    flat_dx = [[sum(g[m] * w[d][m] for m in range(M)) for d in range(D)] for g in dout]
    dw = [[sum(row[d] * g[m] for row, g in zip(rows, dout, strict=True)) for m in range(M)] for d in range(D)]
    values = iter(flat(flat_dx))
    return fill(shape(x), lambda *_: next(values)), dw, [sum(g[m] for g in dout) for m in range(M)]


def relu_forward(x):
    return [relu_forward(entry) for entry in x] if isinstance(x, list) else max(x, 0)


def relu_backward(dout, x):
    if isinstance(x, list):
        return [relu_backward(g, entry) for g, entry in zip(dout, x, strict=True)]
    return dout if x > 0 else 0


# --- softmax: not rational, so to 200 bits ----------------------------------------------------------------------------

BITS = 200


def exp(x):
    """Sum the Taylor series of a small power of it, then square back."""
    x, halvings = Fraction(x), 0
    while abs(x) > Fraction(1, 4):
        x, halvings = x / 2, halvings + 1
    working = BITS + 40 + 2 * halvings
    fixed = round(x * 2**working)
    total = term = 1 << working
    for n in range(1, working):
        term = term * fixed // (n << working)
        total += term
        if term in (0, -1):
            break
    for _ in range(halvings):
        total = total * total >> working
    return Fraction(total, 1 << working)


def log(x):
    """Solve exp(y) = x by Halley's method, which triples the digits at each step."""
    import math

    y = Fraction(math.log(x))
    for _ in range(3):
        e = exp(y)
        y = Fraction(round((y + 2 * (x - e) / (x + e)) * 2**BITS), 2**BITS)
    return y


def softmax(row):
    shifted = [exp(score - max(row)) for score in row]
    return [e / sum(shifted) for e in shifted]


def softmax_loss(scores, labels):
    losses = [-log(softmax(row)[label]) for row, label in zip(scores, labels, strict=True)]
    return sum(losses) / len(losses)


def softmax_loss_backward(scores, labels):
    return [
        [(p - (j == label)) / len(scores) for j, p in enumerate(softmax(row))]
        for row, label in zip(scores, labels, strict=True)
    ]


# --- matrices ---------------------------------------------------------------------------------------------------------


def im2col(x, window, *, stride=1, pad=0):
    N, C = shape(x)[:2]
    SH, SW = two(stride)
    padded = [[pad_with_zeros(plane, two(pad)) for plane in image] for image in x]
    _, _, H_out, W_out = conv_output_shape(shape(x), (1, C, *two(window)), stride=stride, pad=pad)
    taps = list(product(range(C), *map(range, two(window))))
    places = list(product(range(H_out), range(W_out)))
    return [[[padded[n][c][i * SH + u][j * SW + v] for i, j in places] for c, u, v in taps] for n in range(N)]


def col2im(columns, x_shape, window, *, stride=1, pad=0):
    """Number the pixels, see where im2col takes each number, and add up what lies there."""
    numbers = iter(range(1, len(flat(fill(x_shape, lambda *_: 0))) + 1))
    numbered = fill(x_shape, lambda *_: next(numbers))
    totals = {0: 0}
    sources = flat(im2col(numbered, window, stride=stride, pad=pad))
    for source, value in zip(sources, flat(columns), strict=True):
        totals[source] = totals.get(source, 0) + value
    return fill(x_shape, lambda n, c, i, j: totals.get(numbered[n][c][i][j], 0))


def weight_matrix(w, x_shape, *, stride=1, pad=0):
    C, H, W = x_shape
    (SH, SW), (PH, PW) = two(stride), two(pad)
    F, _, HH, WW = shape(w)
    _, _, H_out, W_out = conv_output_shape((1, *x_shape), shape(w), stride=stride, pad=pad)
    rows, columns, values = [], [], []
    outputs = product(range(F), range(H_out), range(W_out))
    for row, (f, i, j) in enumerate(outputs):
        for c, u, v in product(range(C), range(HH), range(WW)):
            r, q = i * SH + u - PH, j * SW + v - PW
            if 0 <= r < H and 0 <= q < W:
                rows.append(row)
                columns.append((c * H + r) * W + q)
                values.append(w[f][c][u][v])
    return rows, columns, values, (F * H_out * W_out, C * H * W)
