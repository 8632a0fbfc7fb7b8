"""Raises an error whose text changes from one look to the next, from harmless to a command of a server.

harm: shown
stopped by: host
"""


class Changing(Exception):
    looks = 0

    def __str__(self):
        Changing.looks += 1
        return "harmless" if Changing.looks > 9 else "\n::error::pwned\x1b]0;pwned\x07"


def f(x):
    error = Changing()
    error.__notes__ = ["\x1b[2J", "=1+1", "<script>alert(1)</script>"] * 1000
    raise error
