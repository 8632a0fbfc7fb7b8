"""Writes bytes that are no text in any encoding; must end its own case only.

harm: crashed
stopped by: host
"""

import os


def f(x):
    os.write(3, b"\xff\xfe\xfd" * 500)
    return x
