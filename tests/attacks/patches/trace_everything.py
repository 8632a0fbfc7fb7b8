"""Watches the frames of others with a tracing function and changes what they hold; must change no other report.

harm: changed
stopped by: host
"""

import builtins
import sys


def trace(frame, event, argument):
    if frame.f_code.co_name == "f" and frame.f_globals.get("seen") is not None:
        frame.f_globals["seen"].append(0)
    return None


sys.settrace(trace)
builtins.map = lambda *arguments: [0.0] * 4


def f(x):
    return x
