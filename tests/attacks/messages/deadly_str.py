"""Raises an exception that ends the process when it is shown; must cost nobody else.

harm: crashed
stopped by: host
"""

import os


class Deadly(Exception):
    def __str__(self):
        os._exit(0)


def f(x):
    raise Deadly
