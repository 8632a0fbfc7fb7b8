"""Loops when a class is subscripted, which most take for a type; must be given up in time.

harm: hung
stopped by: host
"""


class Endless:
    def __class_getitem__(cls, key):
        while True:
            pass


def f(x):
    return Endless[x]
