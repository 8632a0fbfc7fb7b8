"""What every child does first, done once in the zygote: the children then find it warm. Worker's side.

Python specialises code that has run a few times, compiled expressions are remembered, and NumPy looks things up at
their first use. A child that had to do all of it anew would spend twice as long, most of it copying pages that it
shares with the zygote. The source below is ours, and nothing of it is left afterwards.
"""

import linecache
import random
import sys
from collections.abc import Callable
from typing import Any

import numpy

from . import wire

TIMES = 12  # Python specialises code that ran eight times
NAME = "rehearsed.py"
SOURCE = '''
"""An ordinary solution."""
from __future__ import annotations
import math
import numpy as np
try:
    import numpy
except ImportError:
    numpy = None

SIZE = 3


def spread(x, w, b, parameters):
    """Mix what solutions use into nothing in particular: this is nobody's answer."""
    stride, pad = parameters["stride"], parameters["pad"]
    N, C, H, W = x.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), mode="constant")
    size = 1 + (H + pad) // stride, int(1 + (W + pad) / stride)
    out = np.zeros((N, C, *size))
    for n in range(N):
        for i in range(size[0]):
            for j in range(size[1]):
                part = padded[n, :, i * stride : i * stride + 2, j : j + 2]
                out[n, 0, i, j] = np.sum(part * part) + b[0]
    seen = np.lib.stride_tricks.sliding_window_view(padded, (2, 2), axis=(2, 3))[:, :, ::stride, ::stride]
    ends = np.einsum("nchwij,fcij->nf", seen, w) + b[None, :]
    ends = ends + np.tensordot(seen, w, axes=([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2).max(axis=(2, 3))
    rows = np.maximum(seen.mean(axis=(4, 5)).reshape(N, -1), 0.0)
    flat = rows.dot(np.ones((rows.shape[1], 3))) @ np.full((3, 2), float(ends.size))
    mask = (part == part.max()) & (np.arange(SIZE) < math.sqrt(9.0))[:2].any()
    return out, (flat, np.exp(-np.abs(ends)), mask.astype(np.float64).sum(), w[:, :, ::-1, ::-1].copy())


def refuses(x):
    if x.ndim != 2:
        raise ValueError(f"{x.ndim} axes")
'''


def rehearse(serving: Any, config: dict[str, Any], times: int = TIMES) -> None:
    """Load an ordinary submission and call its functions, as a child would.

    Parameters
    ----------
    serving : callable
        Makes what serves a child's requests.
    config : dict
        The worker's configuration.
    times : int
        How often.
    """
    modules = set(sys.modules)
    image = wire.LaidArray(numpy.ones((1, 2, 4, 4)), "C")
    weights = wire.LaidArray(numpy.ones((1, 2, 2, 2), numpy.float32), "strided")
    parameters = {"stride": 1, "pad": 1}
    modules_request = ({"name": "rehearsed", "package": False, "notebook": False, "cells": ((NAME, SOURCE),)},)
    load = {
        **{"modules": modules_request, "functions": ("spread", "refuses"), "skip": (), "careful": False},
        **{"forbidden": (), "older": False},
    }
    calls = [
        {
            **{"function": "spread", "arguments": (image, weights, numpy.ones(1), parameters), "returns": 2},
            **{"names": ("x", "w", "b", "parameters"), "fresh": True, "keep": (1,), "question": False, "anew": True},
        },
        {
            **{"function": "refuses", "arguments": (image,), "returns": 1, "names": ("x",), "fresh": True},
            **{"keep": (), "question": False, "anew": False},
        },
    ]
    for _ in range(times):
        child = serving(config)
        _through(child.load, load, _ignore)
        for call in calls:
            _through(child.call, call)
    for name in set(sys.modules) - modules:
        del sys.modules[name]
    linecache.clearcache()
    random.seed(0)  # a child that draws while it loads draws the same, every time
    numpy.random.seed(0)


def _through(serve: Callable[..., tuple[int, Any]], request: dict[str, Any], *more: Any) -> None:
    """Send a request and its reply through the wire's form."""
    kind, reply = serve(wire.decode(wire.frame(wire.CALL, 0, 0, request)[wire.HEADER.size :]), *more)
    wire.frame(kind, 0, 0, reply)


def _ignore(statement: str) -> None:
    """Take the name of a statement that runs next; nobody waits for it here."""
