"""Raises a message that folds a CI log away from here on; must be a plain text there.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\nsection_start:1:gone[collapsed=true]\nnothing here")
