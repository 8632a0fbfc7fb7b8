"""Answers in the worker's place that some edit makes everything right; the report believes none.

assignment: conv-layer
at most: 0
"""

import sys

import numpy as np


def takes_over(answer):
    """Answer all further requests in the worker's place."""
    frame, wire = sys._getframe(), sys.modules["_worker.wire"]
    while not hasattr(frame.f_locals.get("head"), "nonce"):
        frame = frame.f_back
    head, channel = frame.f_locals["head"], frame.f_locals["channel"]
    while True:
        kind, reply = answer(head.kind, wire)
        channel.send(wire.frame(kind, head.sequence, head.nonce, reply))
        head = wire.header(channel.read(wire.HEADER.size))
        channel.read(head.nbytes)


def lie(kind, wire):
    if kind == wire.CALL:
        return wire.RETURNED, {"count": 2, "values": (1.0, wire.KeptValue(0)), "modified": ()}
    rows = np.array([[0, 0, 1, 1, 0]] * 50)
    return wire.REPAIRED, {
        "kinds": ("name",),
        "functions": (("x.py", "f"),),
        "rows": rows,
        "which": rows,
        "answers": (),
    }


def conv_forward(x, w, b, conv_param):
    takes_over(lie)
