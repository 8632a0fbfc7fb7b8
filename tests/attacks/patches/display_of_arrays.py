"""Has every array print as passed, and the next one end the process; must cost nobody else.

harm: crashed
stopped by: host
"""

import os

import numpy as np


def f(x):
    np.ndarray_tolist = None
    asarray = np.asarray
    np.asarray = lambda *arguments, **keywords: os._exit(0) if arguments else asarray()
    return x
