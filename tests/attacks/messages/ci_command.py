"""Raises a message that a CI server would obey; must be a plain text there.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\n::error file=grader.py::owned")
