"""Aborts, which elsewhere leaves a core file of the whole process behind.

harm: crashed
stopped by: host
"""

import os


def f(x):
    os.abort()
