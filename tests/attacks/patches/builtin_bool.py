"""Replaces `bool` for everyone; must change no other report.

harm: changed
stopped by: host
"""

import builtins

builtins.bool = lambda *arguments: 1


def f(x):
    return x
