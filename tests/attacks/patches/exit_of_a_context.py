"""Changes how the context that catches printed text is left, so that later text is lost; must cost nobody else.

harm: crashed
stopped by: host
"""

import contextlib
import sys


def leave(self, *problem):
    sys.stdout = None


contextlib.redirect_stdout.__exit__ = leave


def f(x):
    return x
