"""Exchanges a function of NumPy inside its own module; must change nobody else.

harm: changed
stopped by: host
"""

import numpy as np


def f(x):
    for name in ("numpy", "numpy._core.multiarray", "numpy._core.numeric"):
        module = __import__("sys").modules.get(name)
        if module is not None:
            module.where = lambda condition, one, other: one * 0
    return np.abs(x)
