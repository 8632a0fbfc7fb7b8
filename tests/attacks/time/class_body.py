"""Sleeps in the metaclass of a class at the top, where a definition alone runs code.

harm: hung
stopped by: host
"""

import time


class Slow(type):
    def __init__(cls, *arguments):
        time.sleep(20)


class Answer(metaclass=Slow):
    pass


def f(x):
    return x
