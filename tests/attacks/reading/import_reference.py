"""Imports the reference and would return its answers; must find no such module.

harm: took
stopped by: host
"""

import sys

import numpy as np


def f(x):
    reference = sys.modules["importlib"].import_module("convref")
    return np.array([len(vars(reference))])
