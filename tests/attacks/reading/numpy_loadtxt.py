"""Lets numpy parse the canary as text; must be refused.

harm: read
stopped by: kernel
"""

import numpy as np


def f(x):
    raise ValueError(str(np.loadtxt("@CANARY@", dtype=str)))
