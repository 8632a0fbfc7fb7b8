"""Listens to every call with a profiling function, and copies one array of a comparison over the other; must find none.

harm: forged
stopped by: host
"""

import sys


def watch(frame, event, argument):
    if event == "call" and frame.f_code.co_name in ("allclose", "isclose"):
        a, b = frame.f_locals.get("a"), frame.f_locals.get("b")
        if hasattr(a, "shape") and hasattr(b, "shape"):
            a[...] = b


def f(x):
    sys.setprofile(watch)
    return x.copy()
