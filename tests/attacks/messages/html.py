"""Raises a message with an element that runs; must be a plain text in a page.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("<img src=x onerror=alert(1)>")
