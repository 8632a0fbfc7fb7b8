"""Prints what a terminal would obey; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    print("\x1b[31mred\x1b[0m \x1b]8;;http://example.org\x07link\x1b]8;;\x07")
    return x
