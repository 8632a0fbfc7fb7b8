"""Raises a message with a drawing that runs a script; must be a plain text in a page.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("<svg onload=alert(1)><animate onbegin=alert(2) attributeName=x></svg>")
