"""Has every `print` of its process end it, those of the grader among them; must cost its own case only.

harm: crashed
stopped by: host
"""

import builtins


def stop(*arguments, **keywords):
    raise SystemExit(0)


builtins.print = stop


def f(x):
    return x
