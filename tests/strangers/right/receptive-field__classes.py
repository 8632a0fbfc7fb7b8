"""Expected: everything it writes passes.

A Field class with operator overloading: field @ layer, and __iter__ so that it unpacks like a tuple.
"""
from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import matmul

import numpy as np


@dataclass(frozen=True)
class Field:
    size: int = 1
    jump: int = 1

    def __matmul__(self, layer) -> Field:
        window, stride = layer
        return replace(self, size=self.size + (window - 1) * self.jump, jump=self.jump * stride)

    def __iter__(self):
        yield self.size
        yield self.jump

    def __len__(self):
        return 2

    def __getitem__(self, k):
        return (self.size, self.jump)[k]


def receptive_field(layers):
    return tuple(reduce(matmul, layers, Field()))


class Tape:
    """Remembers the layers on the way forward, and replays them backwards."""

    def __init__(self, n):
        self.n, self.records = n, []

    def run(self, window, stride):
        self.records.append((self.n, window, stride))
        self.n = (self.n - window) // stride + 1
        return self

    def back(self, g):
        while self.records:
            n, window, stride = self.records.pop()
            g, old = np.zeros(n), g
            for offset in range(window):
                g[offset:offset + (len(old) - 1) * stride + 1:stride] += old
        return g


def gradient_of_ones(layers, length, at):
    tape = Tape(length)
    for layer in layers:
        tape.run(*layer)
    seed = np.zeros(tape.n)
    seed[at] = 1.0
    return tape.back(seed)
