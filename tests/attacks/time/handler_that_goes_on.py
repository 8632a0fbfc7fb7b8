"""Catches SIGXCPU, SIGTERM and SIGALRM and loops on inside the handler; no handler may postpone the end.

harm: hung
stopped by: host
"""

import os
import sys
import time

signal = sys.modules["signal"]  # an import gets a stand-in

END = time.monotonic() + 20


def go_on(number, frame):
    while time.monotonic() < END:
        pass


for caught in (signal.SIGXCPU, signal.SIGTERM, signal.SIGALRM, signal.SIGINT, signal.SIGHUP):
    signal.signal(caught, go_on)


def f(x):
    os.kill(os.getpid(), signal.SIGXCPU)
    return x
