"""Finds the sequence number and nonce in the frames of the worker and answers before it returns; must gain nothing.

harm: changed
stopped by: host
"""

import os
import sys


def f(x):
    os.write(3, b'{"name": "before", "passed": 0, "answers": [[@FORGED@]], "message": "", "printed": ""}\n')
    wire = sys.modules.get("_worker.wire")
    frame = sys._getframe()
    while wire and frame:
        head = frame.f_locals.get("head")
        if hasattr(head, "nonce"):
            reply = {"count": 10**9, "values": (float("nan"),) * 20, "modified": ("x",)}
            os.write(3, wire.frame(wire.RETURNED, head.sequence, head.nonce, reply))
        frame = frame.f_back
    return x
