"""Raises an exception whose class is called like an element of a page; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    name = "<script>alert(1)</script>"
    raise type(name, (Exception,), {"__qualname__": name, "__module__": name})("\x1b[5m=1+1")
