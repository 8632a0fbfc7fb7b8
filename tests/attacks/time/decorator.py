"""Loops in a decorator, so while it is loaded; must be passed over.

harm: hung
stopped by: host
"""


def endless(function):
    while True:
        pass


@endless
def f(x):
    return x
