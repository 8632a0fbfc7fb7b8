"""Raises an exception whose text never ends; must be given up in time.

harm: hung
stopped by: host
"""


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def f(x):
    raise Endless
