"""Ignores and blocks every signal that can be, then loops; what ends it must need no consent.

harm: hung
stopped by: host
"""

import contextlib
import sys
import time

signal = sys.modules["signal"]  # an import gets a stand-in

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    with contextlib.suppress(OSError):  # reserved by the C library
        signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


def f(x):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        pass
    return x
