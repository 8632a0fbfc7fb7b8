"""Raises a message that a spreadsheet would compute; must be a plain text there.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError('\n=HYPERLINK("http://example.org","score")')
