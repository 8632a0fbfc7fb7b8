"""Answers with more values than were asked for, and says that there are two.

assignment: conv-layer
at most: 0
"""

import sys


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
    return wire.RETURNED, {
        "count": 2,
        "values": (wire.KeptValue(0),) * 16,
        "modified": (),
        "containers": ("list",) * 99,
    }


def conv_forward(x, w, b, conv_param):
    takes_over(lie)
