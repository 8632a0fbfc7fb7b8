"""Whatever a child replies, reading it gives the grader's nouns or `Malformed`, and never another exception."""

import contextlib
import dataclasses
import inspect

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.model import Call, Frame, Opaque, Proposal, Raised
from grader.sandbox import repair_replies, replies
from grader.sandbox.replies import Malformed
from grader.sandbox.worker import wire
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
        lambda reply: replies.looked_again(reply, [CALL]),
        replies.announced,
        replies.notes,
        replies.ready,
        replies.wants_older,
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


GREEDY = "x" * 1_000_000
MANY = tuple(f"{number}{GREEDY[:5000]}" for number in range(5000))
FRAMES = tuple((GREEDY, number, GREEDY, GREEDY) for number in range(500))
READ = {  # what comes of replies that hold far too much, by type
    "Loaded": lambda: replies.loaded(
        {
            **dict.fromkeys(("defined", "notes", "unparsed"), MANY),
            **{"goes_on": GREEDY, "older": GREEDY, "missing": tuple((text, GREEDY) for text in MANY)},
        }
    ),
    "Returned": lambda: replies.returned(
        {
            "count": 2**31 - 1,
            "values": (Unsendable(GREEDY), KeptValue(3), *[1.0] * (replies.MAX_RETURNED - 2)),
            "modified": ("x", *MANY),
            "extended": ("w", *MANY),
            "shared": ("x", *MANY),
            "containers": ("list", "list", *MANY),
        },
        CALL,
        ("x", "w"),
    ),
    "Raised": lambda: replies.raised(
        {"type": GREEDY, "bases": MANY, "message": GREEDY, "trace": FRAMES, "errno": 4095}
    ),
}
READ["LookedAgain"] = lambda: replies.looked_again(
    {"values": ((1.0, KeptValue(3)),) * 5000, "problems": ((0, 0, GREEDY),) * 5000}, [CALL]
)
READ["Frame"] = lambda: READ["Raised"]().trace[0]
READ["Opaque"] = lambda: READ["Returned"]().answers["out"]
ROWS = {
    "kinds": ("k" * 24,) * repair_replies.MAX_KINDS,
    "functions": (("a.py", "f" * 80),) * repair_replies.MAX_FUNCTIONS,
    "rows": np.array([[39, 11, 1, repair_replies.MAX_LINE, repair_replies.MAX_COST]]),
}
READ["Proposal"] = lambda: repair_replies.proposed(ROWS, 5, {"a.py"})[0]
TYPES = (replies.Loaded, replies.LookedAgain, replies.Returned, Raised, Frame, Opaque, Proposal)
CAPS = replies.CAPS | repair_replies.CAPS


@pytest.mark.parametrize("name", [f"{one.__name__}.{field.name}" for one in TYPES for field in dataclasses.fields(one)])
def test_every_field_of_a_reply_has_a_bound_that_the_host_enforces(name: str) -> None:
    """A child may replace its own caps: so a field without a bound here is a hole, and fails."""
    assert name in CAPS, f"{name} has no bound: give it one in CAPS beside what reads it, and enforce it"
    kind, _, field = name.partition(".")
    value = getattr(READ[kind](), field)
    cap = CAPS[name]
    if cap == "a truth value":
        assert value is False  # anything but True
    elif isinstance(cap, int):
        assert (
            value in range(cap) if isinstance(value, int) else all(one.number in range(cap) for one in value.values())
        )
    elif isinstance(cap, tuple):
        most, count = cap
        texts = (value,) if isinstance(value, str) else value
        assert count is None or len(texts) == count
        assert most is None or all(len(text) <= most for text in texts)
        if isinstance(value, dict):
            assert all(len(text) <= replies.MAX_SENTENCE for text in value.values())
    else:
        names = (
            {name for one in value for name in one} if isinstance(value, tuple) and kind == "LookedAgain" else {*value}
        )
        assert names <= {"out", "cache", "x", "w"} or value == "a.py"  # names that the host gave
        assert len(msgspec.json.encode({"all": [str(one) for one in value]})) < 1000


def test_every_bound_belongs_to_a_field() -> None:
    names = {f"{one.__name__}.{field.name}" for one in TYPES for field in dataclasses.fields(one)}
    assert set(CAPS) == names


READERS = {  # of what a child sends, by the kind of frame
    wire.READY: {replies.ready},
    wire.PROGRESS: {replies.announced},
    wire.LOADED: {replies.loaded},
    wire.RETURNED: {replies.returned, replies.notes},
    wire.RAISED: {replies.raised, replies.notes, replies.wants_older, replies.behind},
    wire.MISSING: set(),  # it says nothing but that
    wire.LOOKED: {replies.looked_again},
    wire.REPAIRED: {repair_replies.proposed, repair_replies.tried, repair_replies.described},
}


def test_every_kind_of_frame_has_its_readers_and_every_reader_a_frame() -> None:
    """A kind of reply that is added, or a function that reads one, has its place in the tests above, or fails here."""
    assert {*READERS} == {*wire.KINDS} - {wire.LOAD, wire.CALL, wire.REPAIR, wire.AGAIN}  # what the host sends
    found = {
        member
        for module in (replies, repair_replies)
        for name, member in vars(module).items()
        if inspect.isfunction(member) and member.__module__ == module.__name__ and not name.startswith("_")
    }
    assert found - {replies.scrubbed} == set().union(*READERS.values())


def test_every_type_that_a_reply_becomes_is_among_those_whose_fields_are_read() -> None:
    made = {
        member
        for module in (replies, repair_replies)
        for member in vars(module).values()
        if dataclasses.is_dataclass(member) and member.__module__ in (module.__name__, Raised.__module__)
    }
    assert made - {*TYPES} == set()


def test_what_an_edit_returns_and_says_of_itself_is_capped() -> None:
    came = repair_replies.tried({"which": np.array([0]), "answers": ((Unsendable(GREEDY), 1.0),)}, 1, CALL)
    assert came == [{"out": Opaque("x" * replies.MAX_NAME)}]
    assert len(repair_replies.described(GREEDY)) == repair_replies.MAX_CHANGE


@pytest.mark.parametrize(
    "value",
    [-1, 2**31, 2**40, True, None, "3", 1.0],
    ids=["negative", "a bit much", "huge", "truth", "none", "text", "float"],
)
def test_numbers_beyond_their_bounds_are_refused(value: object) -> None:
    with pytest.raises(Malformed):
        replies.returned({**GOOD, "count": value}, CALL, ("x", "w"))
    with pytest.raises(Malformed):
        replies.raised({"type": "E", "bases": (), "message": "", "trace": (), "errno": value})


def test_what_a_child_announces_and_proves_is_capped() -> None:
    assert len(replies.announced(GREEDY)) == replies.MAX_SENTENCE
    assert replies.ready({"limits": GREEDY})["limits"] == GREEDY[: replies.MAX_SENTENCE]
    assert [len(note) for note in replies.notes({"notes": MANY})] == [replies.MAX_SENTENCE] * replies.MAX_NOTES
    for answer in (GREEDY, tuple(range(1000))):
        question = dataclasses.replace(CALL, is_question=True)
        with contextlib.suppress(Malformed):
            stated = replies.returned({**GOOD, "values": (answer, KeptValue(3))}, question, ()).answers["out"]
            assert len(stated) <= replies.MAX_STATED
    with pytest.raises(Malformed):
        replies.ready({str(number): "on" for number in range(100)})


def test_a_long_text_is_refused_before_it_is_decoded() -> None:
    payload = wire.encode({"message": "x" * (wire.MAX_REPLY_TEXT + 1)})
    assert wire.decode(payload)
    with pytest.raises(wire.ProtocolError, match="a text of"):
        wire.decode(payload, wire.MAX_REPLY_TEXT)


def test_a_trace_with_a_line_that_is_no_line_is_malformed() -> None:
    reply = {"type": "E", "bases": ("E",), "message": "", "trace": (("a.py", 3, "f", "x"),), "errno": 0}
    assert replies.raised(reply).trace[0].line == 3
    for line in (float("inf"), -1, "3", 10**12):
        with pytest.raises(Malformed):
            replies.raised({**reply, "trace": (("a.py", line, "f", "x"),)})
