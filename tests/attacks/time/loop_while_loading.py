"""Loops while the module is loaded, before any function is called; loading has a deadline too.

harm: hung
stopped by: host
"""

import time

end = time.monotonic() + 20
while time.monotonic() < end:
    pass


def f(x):
    return x
