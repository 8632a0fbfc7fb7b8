"""Leaves numpy set to raise where others overflow, and printing with one digit; must change no other report.

harm: changed
stopped by: host
"""

import builtins

import numpy as np

np.seterr(all="raise")
np.set_printoptions(precision=1)
builtins.len = lambda *arguments: 0


def f(x):
    return x
