"""Answers all further requests itself, with whatever it likes; must gain nothing.

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
        head, channel = frame.f_locals.get("head"), frame.f_locals.get("channel")
        if hasattr(head, "nonce") and channel is not None:
            while True:
                reply = {"count": 1, "values": (float("@FORGED@"),), "modified": ("x",) * 9, "notes": ("\x1b[2J",) * 9}
                os.write(3, wire.frame(wire.RETURNED, head.sequence, head.nonce, reply))
                head = wire.header(channel.read(wire.HEADER.size))
                channel.read(head.nbytes)
        frame = frame.f_back
    return x
