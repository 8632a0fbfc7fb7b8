"""Raises a message with a formula behind a separator; must be a plain text there.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("no\n-2+3+cmd|' /C calc'!A0,=1+1,\n=WEBSERVICE(\"http://example.org\")")
