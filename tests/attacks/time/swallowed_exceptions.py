"""Swallows every exception, `KeyboardInterrupt` and `SystemExit` too, and begins again.

harm: hung
stopped by: host
"""

import time

END = time.monotonic() + 20


def f(x):
    while time.monotonic() < END:
        try:
            raise SystemExit
        except BaseException:
            continue
    return x
