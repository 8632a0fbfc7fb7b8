"""Sets a timer whose handler sleeps, and returns; the handler runs while the answer is made ready.

harm: hung
stopped by: host
"""

import sys
import time

signal = sys.modules["signal"]  # an import gets a stand-in


def sleep(number, frame):
    signal.setitimer(signal.ITIMER_REAL, 0)
    time.sleep(20)


signal.signal(signal.SIGALRM, sleep)


def f(x):
    signal.setitimer(signal.ITIMER_REAL, 1e-4, 1e-4)
    return x
