"""Ends the process with the exit code of success; must cost nobody else.

harm: crashed
stopped by: host
"""

import os


def f(x):
    os._exit(0)
