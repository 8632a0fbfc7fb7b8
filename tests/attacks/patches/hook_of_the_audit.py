"""Hears by an audit hook, which nobody takes away, when others' code is run, and raises; must cost nobody else.

harm: crashed
stopped by: host
"""

import sys

here = [True]


def hear(event, arguments):
    if event == "exec" and not here:
        raise KeyboardInterrupt


sys.addaudithook(hear)


def f(x):
    here.clear()
    return x
