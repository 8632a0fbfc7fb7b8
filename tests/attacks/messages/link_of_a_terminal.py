"""Raises a message that a terminal turns into a link to somewhere else; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\x1b]8;;http://example.org/\x07passed\x1b]8;;\x07")
