"""Raises from code that claims to be the canary, so that a traceback quotes it; must quote nothing.

harm: read
stopped by: kernel
"""

import traceback


def f(x):
    try:
        exec(compile("1 / 0", "@CANARY@", "exec"))
    except ZeroDivisionError:
        raise ValueError(traceback.format_exc()) from None
