"""Style: decorators with functools.wraps convert and check the arguments; index tables come from an lru_cache on the shapes; helpers have keyword-only parameters."""
import functools
import logging

import numpy as np

logging.basicConfig(level=logging.WARNING)
log = logging.getLogger(__name__)


def in_float64(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        args = [a.astype(np.float64) if isinstance(a, np.ndarray) else a for a in args]
        kwargs = {k: a.astype(np.float64) if isinstance(a, np.ndarray) else a for k, a in kwargs.items()}
        return function(*args, **kwargs)
    return wrapper


def requires(test, message):
    def decorate(function):
        @functools.wraps(function)
        def inner(x, w, b):
            if not test(x.shape, w.shape):
                log.info("refused %s and %s", x.shape, w.shape)
                raise ValueError(f"{function.__name__}: {message}")
            return function(x, w, b)
        return inner
    return decorate


@functools.lru_cache(maxsize=None)
def table(*, shape, window, stride):
    """Flat positions in one framed image: (places, C * HH * WW)."""
    c, h, w = shape
    numbers = np.arange(c * h * w).reshape(shape)
    views = np.lib.stride_tricks.sliding_window_view(numbers, window, axis=(1, 2))[:, ::stride, ::stride]
    result = views.transpose(1, 2, 0, 3, 4).reshape(views.shape[1] * views.shape[2], -1)
    result.setflags(write=False)
    return result


@requires(lambda x, w: x == w, "shapes must agree")
@in_float64
def conv_single(x, w, b):
    return np.inner(x.flat, w.flat) + float(b)


@requires(lambda x, w: x[0] == w[0] and x[1] >= w[1] and x[2] >= w[2], "depths must agree and the filter must fit")
@in_float64
def conv_map(x, w, b):
    places = table(shape=x.shape, window=w.shape[1:], stride=1)
    return (x.ravel()[places] @ w.ravel() + b).reshape(x.shape[1] - w.shape[1] + 1, -1)


@in_float64
def conv_forward(x, w, b, conv_param):
    p, s = conv_param["pad"], conv_param["stride"]
    framed = np.pad(x, ((0,), (0,), (p,), (p,)))
    places = table(shape=framed.shape[1:], window=w.shape[2:], stride=s)
    rows = framed.reshape(len(x), -1)[:, places]
    out = rows @ w.reshape(len(w), -1).T + b
    height = (framed.shape[2] - w.shape[2]) // s + 1
    return out.swapaxes(1, 2).reshape(len(x), len(w), height, -1), {"rows": rows, "places": places, "w": w, "framed": framed.shape, "p": p}


@in_float64
def conv_backward(dout, cache):
    N, F = dout.shape[:2]
    d = dout.reshape(N, F, -1)
    dw = np.einsum("nfl,nlk->fk", d, cache["rows"]).reshape(cache["w"].shape)
    drows = np.einsum("nfl,fk->nlk", d, cache["w"].reshape(F, -1))
    size = int(np.prod(cache["framed"][1:]))
    dframed = np.stack([np.bincount(cache["places"].ravel(), weights=one.ravel(), minlength=size) for one in drows])
    dframed = dframed.reshape(cache["framed"])
    p = cache["p"]
    h, w = dframed.shape[2:]
    return dframed[..., p:h - p, p:w - p], dw, d.sum((0, 2))
