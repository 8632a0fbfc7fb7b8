"""Raises in code whose name and file are escapes, so that the place of the error moves a cursor.

harm: shown
stopped by: host
"""


def inner():
    raise ValueError("\x1b[1A\x1b[2K" + inner.__code__.co_name)


inner.__code__ = inner.__code__.replace(co_name="\x1b]0;pwned\x07", co_filename="<img src=x onerror=alert(1)>\u202e")


def f(x):
    inner()
