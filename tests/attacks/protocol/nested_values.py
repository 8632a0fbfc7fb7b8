"""Answers with values that are nested a hundred thousand deep; must end its own case only.

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
            one = wire.encode(((),))
            inner = wire.encode(())
            shell = one[: len(one) - len(inner)]
            body = shell * 100_000 + inner
            empty = wire.frame(wire.RETURNED, head.sequence, head.nonce, None)
            whole = wire.HEADER.unpack(empty[: wire.HEADER.size])
            told = [len(body) if value == len(empty) - wire.HEADER.size else value for value in whole]
            channel.send(wire.HEADER.pack(*told) + body)
        frame = frame.f_back
    return x
