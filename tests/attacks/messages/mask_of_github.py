"""Raises a message that makes GitHub hide a word in all further lines; must be a plain text there.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\n::add-mask::failed")
