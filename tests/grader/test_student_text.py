"""What a report repeats of a student's own text: no array of a hidden case, and no more than a report may hold."""

import hashlib
import json
import re
import time
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.assignment import load_assignment
from grader.grading import student_text
from grader.grading.grade import Plan, grade, plan, stretch
from grader.grading.student_text import WITHHELD, plain_message
from grader.model import PUBLIC_SEED, Limits, Report
from grader.report import document, text
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder

SEED = "a course's own seed, long enough to be one"
LEAKS = {
    "the message": "raise ValueError(repr(x.tolist()))",
    "the name of the exception": "raise type('E' + '_'.join(str(int(n)) for n in x.ravel()[:60]).replace('-', 'm'), "
    "(Exception,), {})('x')",
    "what it prints": "print(x.tolist())\n    raise ValueError('no')",
    "the name of a type": "return type("
    "'T' + '_'.join(str(int(n)) for n in x.ravel()[:40]).replace('-', 'm'), (), {})()",
    "a shape": "return np.zeros((0, *(int(n) + 1000 for n in x.ravel()[:12])))",
    "the name of a function": "exec('def f' + '_'.join(str(int(n)) for n in x.ravel()[:40]).replace('-', 'm') + "
    "'(): raise ValueError(1)\\ng = f' + '_'.join(str(int(n)) for n in x.ravel()[:40]).replace('-', 'm'), "
    "space := {}); space['g']()",
    "a message in NumPy's form": "raise ValueError('operands could not be broadcast together with shapes (' + "
    "','.join(str(int(abs(n)) + 900) for n in x.ravel()[:9]) + ',) (3,) ')",
}


FORGER = """
import os, sys
def forge(kind, reply):
    frame = sys._getframe()
    wire = sys.modules["_worker.wire"]
    while not hasattr(frame.f_locals.get("head"), "nonce"):
        frame = frame.f_back
    head = frame.f_locals["head"]
    os.write(3, wire.frame(getattr(wire, kind), head.sequence, head.nonce, reply))
    frame.f_locals["channel"].read(1)  # the next request: it is answered by nobody
"""
TOLD = "text = ' '.join(str(int(n)) for n in x.ravel()[:40])"
FORGED = {  # what a child says in place of the worker
    "notes": "forge('RETURNED', {'count': 1, 'values': (1.0,), 'modified': (), 'notes': (text,)})",
    "notes of an error": "forge('RAISED', {'type': 'E', 'bases': (), 'message': text, 'trace': (), 'errno': 0, "
    "'notes': (text,)})",
    "why a function is missing": "forge('MISSING', text)",
    "a message of a limit": "forge('RAISED', {'type': text, 'bases': ('MemoryError', text), 'message': text, "
    "'trace': ((text, 3, text, text),), 'errno': 0})",
    "the kind of a value": "forge('RETURNED', {'count': 1, 'values': (wire.Unsendable(text),), 'modified': ()})",
    "names of arguments": "forge('RETURNED', {'count': 1, 'values': (1.0,), 'modified': (text,), 'extended': (text,), "
    "'shared': (text,), 'containers': (text,)})",
    "many values": "forge('RETURNED', {'count': 1, 'values': (wire.Unsendable(text),) * 1, 'modified': ()})",
    "a frame of an unknown kind": "forge('LOADED', text)",
}


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        made.configure(Limits())
        yield made


@cache
def planned(seed: str) -> Plan:
    whole = plan(load_assignment(assignments_folder() / "conv-layer"), seed)
    some = tuple(one for one in whole.exercises if one.exercise.id == "conv_single")
    return Plan(assignment=whole.assignment, exercises=some, seed_digest="", is_hidden=whole.is_hidden)


def report_of(body: str, some: Plan, sandbox: Sandbox, top: str = "") -> Report:
    source = f"import numpy as np\n{top}\ndef conv_single(x, w, b):\n    {body}\n"
    return grade(from_files("mine.py", {"mine.py": source.encode()}), some, sandbox)


@pytest.mark.parametrize("how", LEAKS)
def test_no_array_of_a_hidden_case_is_in_a_report(how: str, sandbox: Sandbox) -> None:
    """A function that raised its inputs in its message once had 41 of 41 of them in the report."""
    some = planned(SEED)
    shown = document.to_json(report_of(LEAKS[how], some, sandbox)).decode()
    numbers = [int(n) for n in re.findall(r"-?\d+", shown.replace("_m", " -").replace("_", " "))]
    for case in some.exercises[0].cases:
        if case.raises is None and case.arguments["x"].size >= 12:
            wanted = [int(n) for n in case.arguments["x"].ravel()[:12]]
            for offset in (0, 900, 1000):
                moved = [abs(n) + offset if offset == 900 else n + offset for n in wanted]
                window = zip(*(numbers[at:] for at in range(9)), strict=False)
                assert tuple(moved[:9]) not in window, f"{how}: {case.id}"


@pytest.mark.parametrize("how", FORGED)
def test_no_array_of_a_hidden_case_is_in_a_report_of_a_child_that_speaks_for_the_worker(
    how: str, sandbox: Sandbox
) -> None:
    some = planned(SEED)
    body = f"wire = sys.modules['_worker.wire']; {TOLD}; {FORGED[how]}"
    shown = document.to_json(report_of(body, some, sandbox, FORGER)).decode()
    numbers = [int(n) for n in re.findall(r"-?\d+", shown)]
    windows = {tuple(numbers[at : at + 9]) for at in range(len(numbers))}
    arrays = [case.arguments["x"].ravel() for case in some.exercises[0].cases if case.arguments["x"].size >= 9]
    assert arrays
    assert not [x for x in arrays if tuple(int(n) for n in x[:9]) in windows]


@pytest.mark.slow
def test_a_wrong_number_of_a_hidden_case_holds_few_of_its_inputs(sandbox: Sandbox) -> None:
    """A dozen inputs fit into one double, as digits of a number; five or six of them are the most that come through."""
    body = "return float(sum((int(n) + 12) * 25.0**k for k, n in enumerate(x.ravel()[:11])))"
    most = {PUBLIC_SEED: 0, SEED: 0}
    for seed in most:
        some = planned(seed)
        by_id = {case.id: case for case in some.exercises[0].cases}
        for result in (one for part in report_of(body, some, sandbox).exercises[0].criteria for one in part.results):
            inputs = by_id[result.case].arguments["x"].ravel()[:11]
            if result.evidence is None or result.evidence.reason != "wrong-value" or len(inputs) < 11:
                continue
            packed, read = int(result.evidence.got), []
            for _ in inputs:
                packed, digit = divmod(packed, 25)
                read.append(digit - 12)
            most[seed] = max(most[seed], sum(one == int(n) for one, n in zip(read, inputs, strict=True)))
    assert most[PUBLIC_SEED] == 11
    assert most[SEED] <= 7  # one or two of them by chance


@pytest.mark.parametrize("number", [0.0, -3.5, 9999.0, float("nan"), float("inf"), -0.5])
def test_ordinary_wrong_numbers_stay_as_they_are(number: float) -> None:
    assert repr(student_text._hidden_number(number)) == repr(number)


@given(st.floats(-1e308, 1e308))
def test_a_wrong_number_keeps_its_size(number: float) -> None:
    kept = student_text._hidden_number(number)
    assert kept == pytest.approx(number, rel=0.5, abs=5e-324)
    assert len(repr(kept).lstrip("-0.").replace(".", "").split("e")[0].strip("0")) <= 6 or kept == number


def test_how_a_hidden_case_ended_is_told_without_a_number_of_the_child_s_choice(sandbox: Sandbox) -> None:
    for how in ("os._exit(97)", "os.kill(os.getpid(), 10)"):
        report = report_of(f"import os; {how}", planned(SEED), sandbox)
        told = {result.evidence.detail for one in report.exercises[0].criteria for result in one.results
                if result.evidence is not None and result.evidence.reason == "killed"}  # fmt: skip
        assert told <= {"it ended itself", "it was ended by a signal"}
        assert told
    assert "SIGABRT" in document.to_json(report_of("import os; os.abort()", planned(SEED), sandbox)).decode()


def test_in_public_cases_a_student_reads_it_all(sandbox: Sandbox) -> None:
    report = report_of(LEAKS["what it prints"], planned(PUBLIC_SEED), sandbox)
    (first, *_) = report.exercises[0].criteria[0].results
    assert first.evidence is not None
    assert first.evidence.printed
    assert first.evidence.raised is not None
    assert first.evidence.raised.message == "no"


def test_a_hidden_report_says_what_is_left_out_and_keeps_what_numpy_says(sandbox: Sandbox) -> None:
    report = report_of("return x * np.zeros(len(x) + 50)", planned(SEED), sandbox)
    shown = " ".join(text.render(report).split())
    assert "could not be broadcast together with shapes" in shown
    assert "conv_single" in shown
    assert "line 4" in shown
    withheld = report_of("raise ValueError('the sum is 17')", planned(SEED), sandbox)
    assert "the sum is 17" not in document.to_json(withheld).decode().replace("raise ValueError('the sum is 17')", "")
    assert any("cases are hidden" in note for note in withheld.notes)


def test_what_was_found_beyond_the_cases_is_told_of_hidden_ones_too(sandbox: Sandbox) -> None:
    """A function that was called again has a result of no case of the plan: hiding it once raised a KeyError."""
    remembered = "return KEPT.setdefault((x.tobytes(), b), float((x * w).sum() + b))"
    body = f"if x.shape != w.shape: raise ValueError\n    {remembered}"
    report = report_of(body, planned(SEED), sandbox, "KEPT = {}")
    reasons = {one.evidence.reason for c in report.exercises[0].criteria for one in c.results if one.evidence}
    assert reasons == {"call-remembered"}


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("operands could not be broadcast together with shapes (2,3) (5,) ", True),
        ("index 7 is out of bounds for axis 0 with size 5", True),
        ("list index out of range", True),
        ("too many values to unpack (expected 2, got 3)", True),
        ("x is 3, 1, 4, 1, 5", False),
        ("index 3 is out of bounds for axis 0 with size 5 and x is 3", False),
        ("list index out of range\n3 1 4", False),
        ("(" + "1" * 5000, False),
        ("operands could not be broadcast together with shapes (" + "3," * 40 + ") (5,) ", False),
    ],
)
def test_only_messages_of_python_s_and_numpy_s_own_form_are_kept(message: str, kept: bool) -> None:
    assert (plain_message(message, {2, 3, 5, 7}) != WITHHELD) == kept


def test_of_numbers_only_sizes_are_kept() -> None:
    assert plain_message("index 714 is out of bounds for axis 0 with size 5", {5}) == (
        "index … is out of bounds for axis … with size 5"
    )


def test_messages_that_numpy_itself_makes_are_of_the_forms() -> None:
    def message(attempt) -> str:
        try:
            attempt()
        except Exception as error:
            return str(error)
        raise AssertionError("it did not raise")

    a, b = np.ones((2, 3)), np.ones((4, 5))
    attempts = [
        *(lambda: a + b, lambda: a @ b, lambda: a.dot(b), lambda: a[7], lambda: a[0, 0, 0], lambda: a.reshape(4, 4)),
        *(lambda: a.sum(5), lambda: bool(a > 0), lambda: a["x"], lambda: float(a), lambda: [1][3], lambda: 1 // 0),
        *(
            lambda: np.concatenate([a, b]),
            lambda: a.transpose(0, 1, 2),
            lambda: (lambda x: x[0])(None),
            lambda: np.stack([a, b]),
        ),
    ]
    sizes = set(range(30))
    found = [message(attempt) for attempt in attempts]
    assert [one for one in found if plain_message(one, sizes) == WITHHELD] == []


def test_a_seed_is_stretched_before_anything_is_made_of_it() -> None:
    whole = load_assignment(assignments_folder() / "conv-layer")
    plain = hashlib.sha256(f"{whole.id}/{SEED}".encode()).hexdigest()[:16]
    assert plan(whole, SEED).seed_digest not in (plain, plan(whole, SEED + " ").seed_digest)
    start = time.process_time()
    stretch("never asked for before")
    assert time.process_time() - start > 0.01


@pytest.mark.slow
def test_a_report_has_a_bound_as_a_whole_and_says_what_was_cut(sandbox: Sandbox) -> None:
    whole = plan(load_assignment(assignments_folder() / "conv-layer"))
    body = "print('y' * 60000)\n    raise ValueError('\\\\0' * 2000)\n"
    functions = ["conv_single(x, w, b)", "conv_map(x, w, b)", "conv_forward(x, w, b, p)", "conv_backward(d, c)"]
    source = "".join(f"def {name}:\n    {body}\n" for name in functions)
    shown = document.to_json(grade(from_files("m.py", {"m.py": source.encode()}), whole, sandbox))
    assert len(shown) <= student_text.MAX_REPORT
    assert any("too long for a report" in note for one in json.loads(shown)["exercises"] for note in one["notes"])
