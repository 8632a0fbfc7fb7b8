"""Reads the files that stand on the command line, the answers perhaps among them; must find none.

harm: forged
stopped by: host
"""

import json
import sys

import numpy as np

calls = []


def f(x):
    calls.append(1)
    with open(sys.argv[1]) as task:
        return np.array(json.load(task)["expected"][len(calls) - 1])
