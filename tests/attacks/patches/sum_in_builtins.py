"""Exchanges sum and sorted for the next submission; must change nobody else.

harm: changed
stopped by: host
"""

import builtins


def f(x):
    builtins.sum = lambda *values: 0
    builtins.sorted = lambda *values, **keywords: [0.0] * 4
    return x
