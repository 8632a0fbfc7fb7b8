"""Looks at every frame of the program through a profile function; must find nothing.

harm: forged
stopped by: host
"""

import sys


def look(frame, event, argument):
    want = frame.f_locals.get("want")
    if want is not None and "answers" in frame.f_locals:
        frame.f_locals["want"][...] = 0


def f(x):
    frame = sys._getframe()
    while frame:
        look(frame, "", None)
        frame = frame.f_back
    sys.setprofile(look)
    return x * 0
