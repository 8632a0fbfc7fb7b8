"""Raises a syntax error on a file whose name turns the text around; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise SyntaxError("no", ("\u202eyp.krow\x1b[31m", 3, 1, "x = \x9b2J"))
