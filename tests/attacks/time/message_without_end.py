"""Raises an exception whose text never comes; writing it down belongs to the call's time.

harm: hung
stopped by: host
"""

import time


class Endless(Exception):
    def __str__(self):
        time.sleep(20)
        return ""


def f(x):
    raise Endless
