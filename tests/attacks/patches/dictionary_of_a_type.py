"""Finds the dictionary inside a type of C by the collector, and changes how arrays become lists; must forge nothing.

harm: forged
stopped by: host
"""

import gc
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
inside = gc.get_referents(np.ndarray.__dict__)[0]
inside["tolist"] = lambda array: [float("@FORGED@")]
ctypes.pythonapi.PyType_Modified(ctypes.py_object(np.ndarray))


def f(x):
    return x
