"""Sleeps in a hundred top-level statements, each shorter than any deadline; together they must not last.

harm: hung
stopped by: host
"""

import time

n = time.monotonic() + 20
exec("if time.monotonic() < n: time.sleep(0.2)\n" * 5)
exec("if time.monotonic() < n: time.sleep(0.2)\n" * 5)
exec("if time.monotonic() < n: time.sleep(0.2)\n" * 5)
exec("if time.monotonic() < n: time.sleep(0.2)\n" * 5)
time.sleep(0.2)
time.sleep(0.2)
time.sleep(0.2)
time.sleep(0.2)
time.sleep(0.2)
time.sleep(0.2)
time.sleep(0.2)
time.sleep(0.2)
time.sleep(0.2)
time.sleep(0.2)


def f(x):
    return x
