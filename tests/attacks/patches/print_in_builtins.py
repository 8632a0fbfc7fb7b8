"""Replaces `print`, so that others' lines say that nothing of them is right; must change no other report.

harm: changed
stopped by: host
"""

import builtins

plain = print


def lying(text="", **options):
    plain(str(text).replace("[[", "[[1, ").replace("called", "never called"), **options)


builtins.print = lying


def f(x):
    return x
