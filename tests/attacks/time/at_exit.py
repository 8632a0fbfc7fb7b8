"""Registers a sleep for the end of the interpreter; ending a process must not wait for it.

harm: hung
stopped by: host
"""

import sys
import time

sys.modules["builtins"].__import__("atexit").register(time.sleep, 20)


def f(x):
    return x
