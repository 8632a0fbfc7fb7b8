"""Looks for keys in the environment it was given; must find none.

harm: read
stopped by: host
"""

import os


def f(x):
    raise ValueError(" ".join(os.environ.values()))
