"""Raises a message that puts a command into the clipboard; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\x1b]52;c;cm0gLXJmIH4K\x07")
