"""What a student reads: true sentences, one next step, nothing twice."""

import json
import unicodedata
from fractions import Fraction

import pytest

from grader.model import Criterion, CriterionReport, Evidence, Exercise, ExerciseReport, Frame, Raised, Report, Result
from grader.report import outline, text
from grader.report.document import to_json
from grader.report.escape import HIDDEN
from grader.report.sentences import SENTENCES

from .conftest import criterion_of

CALL = "conv_map(x (2, 3, 3) float32, Fortran order, w (2, 2, 2), reversed, conv_param={'stride': 1}, b=-6)"


def raised(kind: str, message: str, *, bases: tuple[str, ...] = (), here: bool = True) -> Raised:
    trace = (Frame("conv.py", 12, "conv_map", "out = x[i]"),) if here else ()
    return Raised(type=kind, bases=(kind, *bases), message=message, trace=trace)


def told(evidence: Evidence) -> str:
    happened, next_step = SENTENCES[evidence.reason](evidence)
    return " ".join([*happened, "Next:", next_step])


# ------------------------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    ("detail", "sentence"),
    [
        ("None", "conv_backward returned None: is a return missing? It should return (dx, dw, db)."),
        ("dict", "conv_backward returned a dict; it should return (dx, dw, db)."),
        ("ndarray", "conv_backward returned an ndarray; it should return (dx, dw, db)."),
        (None, "conv_backward returned 1 value; it should return (dx, dw, db)."),
    ],
)
def test_one_value_where_several_are_due_is_named(detail: str | None, sentence: str) -> None:
    evidence = Evidence(reason="wrong-count", function="conv_backward", got=1, want="(dx, dw, db)", detail=detail)
    assert told(evidence) == f"{sentence} Next: end conv_backward with: return dx, dw, db"


@pytest.mark.parametrize(
    ("got", "want", "advice"),
    [
        ("None", "an array of shape (3, 3)", "is a return missing?"),
        ("ndarray of dtype complex128", "an array of shape (3, 3)", "return out.real if the imaginary part"),
        ("complex", "a number", "return out.real if the imaginary part"),
        ("ndarray of dtype float16", "an array of shape (3, 3)", "compute in float64"),
        ("ndarray of dtype object", "an array of shape (3, 3)", "rows of unequal length"),
        ("int", "a number", "cannot be held"),
        ("list of 3", "an array of shape (3, 3)", "np.asarray(…) makes one"),
        ("str", "a number", "float(total)"),
    ],
)
def test_advice_for_a_wrong_type_helps_with_that_type(got: str, want: str, advice: str) -> None:
    assert advice in told(Evidence(reason="wrong-type", output="out", got=got, want=want))


def test_one_value_of_several_that_is_none_does_not_miss_a_return() -> None:
    shown = told(Evidence(reason="wrong-type", output="dw", got="None", want="an array of shape (3, 3)"))
    assert shown == "dw is None; it should be an array of shape (3, 3). Next: give dw its value before you return it."


def test_a_subclass_is_named_without_a_stray_comma() -> None:
    got = "matrix, a subclass of ndarray,"
    assert "ndarray; it" in told(Evidence(reason="wrong-type", output="out", got=got, want="an array of shape (1, 1)"))


@pytest.mark.parametrize(("shape", "advice"), [((1,), "out.item()"), ((2, 3), "add up all of it")])
def test_a_shape_where_a_number_is_due_is_called_so(shape: tuple[int, ...], advice: str) -> None:
    shown = told(Evidence(reason="wrong-shape", output="out", got=shape, want=()))
    assert f"out has shape {shape}; it should be a single number." in shown
    assert advice in shown


@pytest.mark.parametrize("terms", [("5*2",), ()])
def test_a_wrong_number_without_a_place_doubles_no_word(terms: tuple[str, ...]) -> None:
    shown = told(
        Evidence(reason="wrong-value", output="out", at=(), got=6.0, want=10.0, wrong=1, entries=1, terms=terms)
    )
    assert "work out this number by hand" in shown
    assert "out out" not in shown
    assert ("as above" in shown) == bool(terms)


SIGNATURE = "the first line should be: def conv_map(x, w, conv_param, b):"
EXCEPTIONS = {
    "a wrong signature": (raised("TypeError", "missing 1 required argument: 'b'", here=False), SIGNATURE),
    "a constructor's argument of its own": (
        raised("TypeError", "Linear.__init__() missing 1 required positional argument: 'activation'", here=False),
        "your constructor is given no value for activation: write a default value there",
    ),
    "a constructor without an argument": (
        raised("TypeError", "Linear.__init__() got an unexpected keyword argument 'b'", here=False),
        "the constructor's first line should be: def __init__(self, x, w, conv_param, b):",
    ),
    "a wrong call inside": (raised("TypeError", "f() takes 1 argument"), "look at line 12 of conv.py; call"),
    "no such key": (raised("KeyError", "'pad'", bases=("LookupError",)), "print the keys there are"),
    "a name of Python 2": (
        raised("NameError", "name 'xrange' is not defined"),
        "xrange is Python 2: write range today",
    ),
    "a misspelt name": (raised("NameError", "name 'strid' is not defined"), "is strid misspelt"),
    "numpy forgotten": (raised("NameError", "name 'np' is not defined"), "import numpy as np"),
    "no such module": (
        raised("ModuleNotFoundError", "scipy", bases=("ImportError",)),
        "write the function with NumPy.",
    ),
    "an index": (
        raised("IndexError", "5 is out of bounds", bases=("LookupError",)),
        "look at line 12 of conv.py; call",
    ),
}


@pytest.mark.parametrize(("error", "advice"), EXCEPTIONS.values(), ids=EXCEPTIONS.keys())
def test_the_next_step_fits_the_exception(error: Raised, advice: str) -> None:
    evidence = Evidence(reason="raised", function="conv_map", raised=error, call=CALL)
    assert advice in told(evidence).partition("Next: ")[2]


def test_the_signature_of_a_backward_call_leaves_out_the_call_before_it() -> None:
    call = "conv_backward(dout (1, 1), cache) after conv_forward(x (1, 2), w (1, 1))"
    error = raised("TypeError", "takes 1 positional argument", here=False)
    shown = told(Evidence(reason="raised", function="conv_backward", raised=error, call=call))
    assert shown.endswith("def conv_backward(dout, cache):")


def test_an_exception_without_a_message_ends_without_a_colon() -> None:
    evidence = Evidence(reason="raised", function="conv_map", raised=raised("KeyboardInterrupt", ""))
    assert "raised KeyboardInterrupt " in told(evidence)


def test_a_missing_module_is_no_reason_to_compare_shapes() -> None:
    missing = raised("ImportError", "torch.nn was used, but torch is not available while grading")
    evidence = Evidence(reason="wrong-error", function="conv_map", raised=missing, want="ValueError")
    assert told(evidence) == (
        "`import torch` failed (conv.py line 12): this grader has NumPy only. Next: write the function with NumPy."
    )


@pytest.mark.parametrize("reason", ["no-error", "no-legal-case", "shape-first", "time-outs", "grader-error"])
def test_sentences_begin_with_a_capital_letter(reason: str) -> None:
    assert told(Evidence(reason=reason, function="conv_map", want="ValueError", detail="X"))[0].isupper()


def test_a_function_hidden_by_a_value_is_not_said_to_need_its_name() -> None:
    evidence = Evidence(reason="refused", function="f", detail="f is a float at the end of conv.py")
    assert told(evidence).endswith("give that value another name; this one belongs to the function.")


# ------------------------------------------------------------------------------------ text


def wrong(case: str, terms: int) -> Result:
    evidence = Evidence(reason="wrong-value", output="out", at=(0,), got=1.0, want=2.0, terms=("1*2",) * terms)
    return Result(case=case, status="failed", outcome="returned", evidence=evidence)


def passed(case: str) -> Result:
    return Result(case=case, status="passed", outcome="returned")


def broken(case: str) -> Result:
    evidence = Evidence(reason="grader-error", detail="ZeroDivisionError")
    return Result(case=case, status="broken", outcome=None, evidence=evidence)


def lines_of(*results: Result, status: str = "failed") -> str:
    return text.render(report_of(*results, status=status))


def report_of(*results: Result, status: str = "failed") -> Report:
    criterion = Criterion(id="values", check="values", points=Fraction(4))
    checked = CriterionReport(criterion=criterion, score=Fraction(4), status=status, results=results)
    exercise = Exercise(id="conv_map", title="One map", slide="Images", criteria=(criterion,))
    return Report(
        assignment="conv-layer",
        assignment_digest="",
        seed_digest="",
        submission="conv.py",
        submission_digest="",
        dialect="native",
        isolation="B",
        exercises=(ExerciseReport(exercise=exercise, criteria=(checked,)),),
    )


def test_the_shortest_sum_is_shown_and_of_equal_ones_a_case_with_a_name() -> None:
    results = [wrong("random-1", 3), wrong("rgb", 5), wrong("corner", 3), wrong("random-2", 3)]
    assert outline.easiest(results).case == "corner"
    assert outline.easiest([*results, wrong("random-3", 2)]).case == "random-3"


def test_the_first_case_is_shown_where_it_gave_no_number() -> None:
    evidence = Evidence(reason="raised", function="conv_map", raised=raised("KeyError", ""))
    first = Result(case="one", status="failed", outcome="raised", evidence=evidence)
    assert outline.easiest([first, wrong("two", 1)]) is first
    assert outline.easiest([]) is None


def test_where_every_case_missed_none_is_listed() -> None:
    shown = lines_of(*[wrong(f"case-{n}", 1) for n in range(18)])
    assert "None of the 18 cases passes." in shown
    assert "case-1" not in shown
    assert "All" not in lines_of(wrong("only", 1))


def test_a_long_list_of_cases_is_cut() -> None:
    short = lines_of(*[wrong(f"case-{n}", 1) for n in range(3)], passed("fine"))
    assert "Also: case-1, case-2" in short
    long = lines_of(*[wrong(f"case-{n}", 1) for n in range(12)], passed("fine"))
    assert "case-6 and 5 more" in long
    assert "case-7" not in long


def test_broken_cases_are_not_called_failed() -> None:
    shown = lines_of(broken("a"), broken("b"), passed("c"), status="broken")
    assert "values, the grader itself failed on 2 of 3 cases" in shown
    mixed = lines_of(broken("a"), wrong("b", 1), passed("c"))
    assert "values, 1 of 2 cases, and 1 on which the grader itself failed" in mixed
    assert "Case b:" in mixed


def test_how_many_entries_differ_is_counted(grade_source, solution: str) -> None:
    source = "\n_m = conv_map\ndef conv_map(*a):\n    out = _m(*a)\n    out[0, 0] += 1\n    return out\n"
    report = grade_source(solution + source)
    evidence = criterion_of(report, "conv_map.values").results[0].evidence
    assert evidence.wrong == 1
    assert f"1 of {evidence.entries} entries differ." in text.render(report)


def test_a_mistake_that_two_criteria_share_is_told_once(grade_source, solution: str) -> None:
    shown = text.render(grade_source(solution + "\ndef conv_map(x, w, b): return {}\n"))
    assert shown.count("is of type dict") == 1


def test_notes_are_printed(grade_source, solution: str) -> None:
    shown = text.render(grade_source("import scipy\n" + solution + "\nassert False, 'mine'\n"))
    assert "Note: scipy is not available while grading; only what uses it is affected" in shown
    assert "passed over (AssertionError: mine)" in shown


def test_what_a_call_printed_is_shown_in_its_first_lines(grade_source, solution: str) -> None:
    source = "\ndef conv_map(x, w, b):\n    print('\\n'.join(map(str, range(9))))\n"
    shown = text.render(grade_source(solution + source))
    assert "It printed:\n       | 0\n" in shown
    assert "| … 4 more lines" in shown


def test_json_shows_no_hidden_character_and_loses_none(grade_source) -> None:
    hidden = "a\x1b\x9b\u202e\u200b\u2028\U000e0041é中"
    data = to_json(grade_source(f"def conv_single(x, w, b): raise ValueError({hidden!r})\n"))
    text = data.decode()
    assert not {c for c in text if unicodedata.category(c) in HIDDEN} - {"\n"}
    assert hidden in {e["raised"]["message"] for e in every_evidence(json.loads(text)) if "raised" in e}
    assert "é中" in text


def every_evidence(report: dict) -> list[dict]:
    """Return all evidence of a report."""
    results = [r for e in report["exercises"] for c in e["criteria"] for r in c["results"]]
    return [result["evidence"] for result in results if "evidence" in result]


@pytest.mark.parametrize(
    ("source", "message", "advises"),
    [
        ('k = np.load("k.npy")', "[Errno 1] Operation not permitted: 'k.npy'", True),
        ('k = np.loadtxt("k.txt")', "[Errno 1] Operation not permitted: 'k.txt'", True),
        ('open("k.txt")', "[Errno 2] No such file or directory: 'k.txt'", True),
        ('np.save("k.npy", k)', "[Errno 1] Operation not permitted: 'k.npy'", False),
        ('open("k.txt", "w")', "[Errno 1] Operation not permitted: 'k.txt'", False),
        ('np.loadtxt("https://x.edu/k.txt")', "[Errno 1] Operation not permitted: 'https://x.edu/k.txt'", False),
        ('subprocess.run(["ls"])', "[Errno 1] Operation not permitted: 'ls'", False),
        ("os.fork()", "[Errno 1] Operation not permitted", False),
    ],
)
def test_a_file_that_is_read_is_not_there_and_what_to_do_is_said(source: str, message: str, advises: bool) -> None:
    kind = "FileNotFoundError" if "such file" in message else "PermissionError"
    frame = Frame("conv.py", 3, "conv_map", source)
    error = Raised(type=kind, bases=(kind, "OSError"), message=message, trace=(frame,))
    reason = "raised" if "such file" in message else "confined"
    said = told(Evidence(reason=reason, function="conv_map", raised=error, detail=""))
    assert ("is not there when this is graded, even if you hand it in" in said) is advises
    assert ("Write the numbers that you need from it into the source" in said) is advises


def test_the_end_of_a_text_says_whose_it_is_and_that_cases_are_public() -> None:
    said = text.about_text(["handed in by the group Team 1: Ada, Alan"], True)
    assert "Note: handed in by the group Team 1: Ada, Alan\n" in said
    assert "Graded with the public cases" in said
    assert text.about_text([], False) == ""
