"""Whatever a child replies, reading it gives the grader's nouns or `Malformed`, and never another exception."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Call, Opaque
from grader.sandbox import replies
from grader.sandbox.replies import Malformed
from grader.sandbox.worker.wire import KeptValue, LaidArray, Unsendable

CALL = Call(function="f", arguments=(), names=("x", "w"), returns=("out", "cache"), keep=("cache",))
FIELDS = ("defined", "notes", "unparsed", "type", "bases", "message", "trace", "count", "values", "modified")

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.just(KeptValue(0))
    | st.just(Unsendable("thing"))
    | st.just(np.ones(2))
    | st.just(LaidArray(np.ones(2), "F"))
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.sampled_from(FIELDS), inner),
    max_leaves=20,
)
whole_replies = st.fixed_dictionaries(dict.fromkeys(FIELDS, values))


@given(values | whole_replies)
def test_any_value_is_read_or_malformed(value) -> None:
    for read in (
        replies.loaded,
        replies.raised,
        lambda reply: replies.returned(reply, CALL, ("x", "w")),
        replies.reason,
    ):
        with contextlib.suppress(Malformed):
            read(value)


GOOD = {"count": 2, "values": (1.0, KeptValue(3)), "modified": ("x", "forged")}


def test_a_good_reply_is_read_and_foreign_names_are_dropped() -> None:
    came = replies.returned(GOOD, CALL, ("x", "w"))
    assert (came.count, came.answers, came.kept, came.modified) == (2, {"out": 1.0}, {"cache": KeptValue(3)}, ("x",))
    assert replies.returned({**GOOD, "values": (Unsendable("set"), KeptValue(3))}, CALL, ("x", "w")).answers[
        "out"
    ] == Opaque("set")


BAD = {
    "an infinite count": {"count": float("inf")},
    "a negative count": {"count": -1},
    "a count that is a truth value": {"count": True},
    "fewer values than counted": {"values": (1.0,)},
    "values in a mapping": {"values": {"out": 1.0, "cache": 2.0}},
    "a value where one was to be kept": {"values": (1.0, 2.0)},
    "a kept value where an answer is due": {"values": (KeptValue(0), KeptValue(1))},
    "an answer that is a text": {"values": ("passed", KeptValue(1))},
    "an answer that is a tuple": {"values": ((1.0,), KeptValue(1))},
    "modified names that are numbers": {"modified": (1,)},
    "modified names in a text": {"modified": "x"},
}


@pytest.mark.parametrize("damage", BAD.values(), ids=BAD.keys())
def test_a_damaged_reply_is_malformed(damage) -> None:
    with pytest.raises(Malformed):
        replies.returned({**GOOD, **damage}, CALL, ("x", "w"))


def test_a_trace_with_a_line_that_is_no_line_is_malformed() -> None:
    reply = {"type": "E", "bases": ("E",), "message": "", "trace": (("a.py", 3, "f", "x"),), "errno": 0}
    assert replies.raised(reply).trace[0].line == 3
    for line in (float("inf"), -1, "3", 10**12):
        with pytest.raises(Malformed):
            replies.raised({**reply, "trace": (("a.py", line, "f", "x"),)})
