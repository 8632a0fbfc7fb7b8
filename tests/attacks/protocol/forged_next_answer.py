"""Answers this request and the next ones before they are asked; must gain nothing.

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
            reply = {"count": 1, "values": (float("@FORGED@"),), "modified": (), "notes": ()}
            for later in range(4):
                os.write(3, wire.frame(wire.RETURNED, head.sequence + later, head.nonce, reply))
        frame = frame.f_back
    return x
