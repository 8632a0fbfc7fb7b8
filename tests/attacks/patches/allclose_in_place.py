"""Replaces the code inside `numpy.allclose`, where no name gives it away; must count as wrong.

harm: forged
stopped by: host
"""

import numpy as np

function = getattr(np.allclose, "__wrapped__", np.allclose)
function.__code__ = (lambda a, b, rtol=0, atol=0, equal_nan=0: True).__code__
np.allclose = lambda *arguments, **keywords: function(None, None)


def f(x):
    return x
