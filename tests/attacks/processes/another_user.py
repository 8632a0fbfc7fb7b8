"""Becomes a user that another child may be, to reach that one.

harm: took
stopped by: kernel
needs: root
"""

import os

import numpy as np


def f(x):
    os.setresgid(61185, 61185, 61185)
    os.setresuid(61185, 61185, 61185)
    return np.array([1.0])
