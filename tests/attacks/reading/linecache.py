"""Has `linecache` read the canary as if it were source; must get nothing.

harm: read
stopped by: kernel
"""

import sys


def f(x):
    raise ValueError("".join(sys.modules["linecache"].getlines("@CANARY@")))
