"""Reads how the grader compares answers, from the files above the worker's; must be refused.

harm: took
stopped by: kernel
"""

import os
import sys

import numpy as np


def f(x):
    folder = os.path.dirname(sys.modules["_worker.wire"].__file__)
    with open(os.path.join(os.path.dirname(folder), "host.py")) as source:
        return np.array([len(source.read())])
