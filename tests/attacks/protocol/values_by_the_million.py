"""Answers with millions of empty values in one frame; must end its own case only.

harm: crashed
stopped by: host
"""

import os
import sys


def f(x):
    os.write(3, b"no line\n")
    wire = sys.modules.get("_worker.wire")
    frame = sys._getframe()
    while wire and frame:
        head, channel = frame.f_locals.get("head"), frame.f_locals.get("channel")
        if hasattr(head, "nonce") and channel is not None:
            channel.send(
                wire.frame(wire.RETURNED, head.sequence, head.nonce, {"count": 1, "values": (None,) * 2_000_000})
            )
        frame = frame.f_back
    return x
