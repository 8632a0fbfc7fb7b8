"""Replaces a module that is needed later; must cost nobody else.

harm: crashed
stopped by: host
"""

import sys

import numpy as np

sys.modules["numpy"].where = lambda *arguments: np.zeros((4, 4))
sys.modules["json"].dumps = lambda *arguments, **keywords: "{}"


def f(x):
    return x
