"""Raises a message with a formula that begins with an at sign; must be a plain text there.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\n@SUM(1+1)*cmd|' /C calc'!A0")
