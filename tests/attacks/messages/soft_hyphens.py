"""Raises a message with hyphens that nobody sees, so that no search finds it; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("fa\u00adil\u00aded")
