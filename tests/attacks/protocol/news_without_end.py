"""Sends news of loading without end while it is called; must be ended at the deadline.

harm: crashed
stopped by: host
"""

import os
import sys


def f(x):
    wire = sys.modules.get("_worker.wire")
    frame = sys._getframe()
    head = None
    while wire and frame:
        head = frame.f_locals.get("head", head)
        frame = frame.f_back
    while True:
        os.write(3, wire.frame(wire.PROGRESS, head.sequence, head.nonce, "line 1") if wire and head else b"\n{}")
