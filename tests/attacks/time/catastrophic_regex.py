"""Matches a regular expression that backtracks for minutes inside C, where no Python signal handler runs.

harm: hung
stopped by: host
"""

import re


def f(x):
    return re.match("(a+)+$", "a" * 27 + "b")
