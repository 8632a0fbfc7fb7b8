"""Loops when something is let go of, in the callback of a weak reference; must be given up in time.

harm: hung
stopped by: host
"""

import weakref


class Thing:
    pass


def endless(reference):
    while True:
        pass


def f(x):
    thing = Thing()
    keep = weakref.ref(thing, endless)
    del thing
    return keep
