"""Claims a frame of four gigabytes; must be refused before anything is allocated.

harm: crashed
stopped by: host
"""

import os
import sys


def f(x):
    wire = sys.modules.get("_worker.wire")
    frame = sys._getframe()
    while wire and frame:
        head = frame.f_locals.get("head")
        if hasattr(head, "nonce"):
            data = bytearray(wire.frame(wire.RETURNED, head.sequence, head.nonce, 1.0))
            data[:] = data.replace(data[-17:-9], b"\xff" * 8)
            os.write(3, bytes(data))
        frame = frame.f_back
    os.write(3, b"\xff" * 64)
    return x
