"""Sets an audit hook that ends the process at the next compilation; must cost nobody else.

harm: crashed
stopped by: host
"""

import os
import sys


def f(x):
    sys.addaudithook(lambda event, arguments: event == "compile" and os._exit(0))
    return x
