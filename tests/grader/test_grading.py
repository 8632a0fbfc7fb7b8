"""One submission through the whole of grading: right answers in any style, the facts of wrong ones, stable bytes."""

import jsonschema
import numpy as np
import pytest

from grader.grading import checking, memory
from grader.grading.grade import grade, plan
from grader.model import PUBLIC_SEED
from grader.report import document, text
from grader.report.document import json_schema, to_document, to_json
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files

from .conftest import criterion_of, result_of

STYLES = {
    "FFT": """
def conv_forward(x, w, b, conv_param):
    s, p = conv_param['stride'], conv_param['pad']
    padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    (N, C, H, W), (F, _, HH, WW) = padded.shape, w.shape
    X = np.fft.rfft2(padded, s=(H, W))
    K = np.fft.rfft2(w[:, :, ::-1, ::-1], s=(H, W))
    full = np.fft.irfft2(np.einsum('nchw,fchw->nfhw', X, K), s=(H, W))
    return full[:, :, HH - 1::s, WW - 1::s] + b[:, None, None], (x, w, b, conv_param)
""",
    "single precision": """
_f = conv_forward
def conv_forward(x, w, b, p):
    out, cache = _f(x.astype('f4'), w.astype('f4'), b.astype('f4'), p)
    return out.astype('f4'), (x, w, b, p)
""",
    "Fortran order": """
_f = conv_forward
def conv_forward(*a):
    out, cache = _f(*a)
    return np.asfortranarray(out), cache
""",
    "a view with gaps": """
_f = conv_forward
def conv_forward(*a):
    out, cache = _f(*a)
    wide = np.zeros(tuple(2 * n for n in out.shape))
    wide[::2, ::2, ::2, ::2] = out
    return wide[::2, ::2, ::2, ::2], cache
""",
    "einsum": """
def conv_forward(x, w, b, conv_param):
    s, p = conv_param['stride'], conv_param['pad']
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (0, 0), (p, p), (p, p))), w.shape[2:], (2, 3))
    return np.einsum('nchwuv,fcuv->nfhw', windows[:, :, ::s, ::s], w) + b[:, None, None], (x, w, b, conv_param)
""",
    "works on a copy in place": """
_m = conv_map
def conv_map(x, w, b):
    x = x.copy(); x *= 1
    return _m(x, w, b)
""",
    "a list of three gradients": "_b = conv_backward\ndef conv_backward(dout, cache): return list(_b(dout, cache))\n",
    "big-endian": "_m = conv_map\ndef conv_map(x, w, b): return _m(x, w, b).astype('>f8')\n",
    "a 0-d array": "_s = conv_single\ndef conv_single(x, w, b): return np.asarray(_s(x, w, b))\n",
    "a numpy scalar": "_s = conv_single\ndef conv_single(x, w, b): return np.float32(_s(x, w, b))\n",
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_correct_mathematics_is_never_failed(grade_source, solution: str, style: str) -> None:
    assert grade_source(solution + style).all_passed


def test_accepted_conventions_are_named_in_a_note(grade_source, solution: str) -> None:
    notes = {style: grade_source(solution + STYLES[style]).exercises[2].notes for style in ("FFT", "single precision")}
    assert "within the proven bound" in notes["FFT"][0]
    assert "single precision" in notes["single precision"][0]


def test_the_sum_shown_is_the_right_number(grade_source, solution: str) -> None:
    """The terms of the first wrong number add up to what was due, for every output."""
    report = grade_source(
        solution + "\n_cb = conv_backward\ndef conv_backward(d, c): return tuple(g + 9999 for g in _cb(d, c))\n"
    )
    shown = 0
    for name in ("dx", "dw", "db"):
        for result in criterion_of(report, f"conv_backward.{name}").results:
            terms = result.evidence.terms
            if "more terms" not in "".join(terms):
                assert (
                    sum(float(np.prod([float(f) for f in term.split("*")])) for term in terms) == result.evidence.want
                )
                shown += 1
    assert shown > 10


def test_the_same_submission_gives_the_same_bytes(conv_layer, conv_plan, solution: str) -> None:
    source = (
        solution + "\ndef conv_map(x, w, b): print({'a', 'b', object()}); return np.random.rand(2, 2) + id(x) % 1\n"
    )
    submission = from_files("a.py", {"a.py": source.encode()})
    reports = []
    for _ in range(2):
        with Sandbox() as sandbox:
            sandbox.configure(conv_layer.limits)
            reports.append(to_json(grade(submission, conv_plan, sandbox)))
    assert reports[0] == reports[1]


def test_another_seed_draws_other_cases_and_only_its_digest_is_shown(conv_layer, quick_sandbox, solution: str) -> None:
    submission = from_files("a.py", {"a.py": solution.encode()})
    secret = "correct horse battery staple"
    report = grade(submission, plan(conv_layer, secret), quick_sandbox)
    assert report.all_passed
    assert report.seed_digest != plan(conv_layer, PUBLIC_SEED).seed_digest
    assert secret not in to_json(report).decode()


def test_json_follows_its_schema_and_says_what_the_text_says(grade_source, solution: str) -> None:
    import msgspec

    report = grade_source(solution + "\ndef conv_map(x, w, b): return np.full((3, 3), np.nan)\n")
    data = msgspec.json.decode(to_json(report))
    jsonschema.validate(data, json_schema())
    assert data["isolation"] == report.isolation
    assert data["score"] == to_document(report).score
    first = data["exercises"][1]["criteria"][1]["results"][0]
    assert (first["evidence"]["got"], first["evidence"]["want"]) == ("nan", 6)
    shown = text.render(report)
    assert "out[0, 0] is nan; it should be 6." in shown


def test_the_slide_s_sum_is_written_as_on_the_slide(grade_source, solution: str) -> None:
    report = grade_source(solution + "\ndef conv_map(x, w, b): return np.full((3, 3), 7)\n")
    shown = text.render(report)
    assert "(−1)·3 + (−1)·4 + 5·3 + (−1)·2 + (−1)·0 = 6" in shown


def test_a_total_is_rounded_once(conv_plan) -> None:
    from fractions import Fraction

    assert document.decimal(Fraction(1, 3) * 3) == 1
    assert document.decimal(Fraction(12125, 1000)) == 12.13
    assert document.decimal(Fraction(2, 3)) == 0.67


def test_a_check_that_fails_to_run_is_broken_and_costs_nothing(grade_source, solution: str, monkeypatch) -> None:
    def faulty(*_):
        raise ZeroDivisionError

    monkeypatch.setitem(checking.CHECKS, "gradient", faulty)
    memory.forget()  # what this check said of the same answers before
    report = grade_source(solution)
    memory.forget()
    assert report.score == report.possible
    assert report.exercises[3].status == "broken"
    assert not report.all_passed
    assert "the grader itself failed here" in text.render(report)


def test_values_wait_for_the_shape(grade_source, solution: str) -> None:
    report = grade_source(solution + "\n_m = conv_map\ndef conv_map(x, w, b): return _m(x, w, b).ravel()\n")
    assert result_of(report, "conv_map.shape", "slide-sharpen").evidence.reason == "wrong-shape"
    assert result_of(report, "conv_map.values", "slide-sharpen").evidence.reason == "shape-first"


def test_a_wrong_shape_of_one_gradient_does_not_hide_the_others(grade_source, solution: str) -> None:
    source = (
        "\n_cb = conv_backward\ndef conv_backward(d, c):\n    dx, dw, db = _cb(d, c)\n    return dx.ravel(), dw, db\n"
    )
    report = grade_source(solution + source)
    states = {name: criterion_of(report, f"conv_backward.{name}").status for name in ("shape", "dx", "dw", "db")}
    assert states == {"shape": "failed", "dx": "skipped", "dw": "passed", "db": "passed"}


def test_a_file_that_cannot_be_read_is_said_once(grade_source, solution: str) -> None:
    shown = text.render(grade_source(solution.replace("return dx, dw, db", "return (dx, dw, db")))
    assert shown.count("was never closed") == 1
    assert shown.count("Next:") == 1
    assert "there is no function" not in shown


def test_what_a_backward_pass_waits_for_is_named_once(grade_source, solution: str) -> None:
    shown = text.render(
        grade_source(
            solution + "\ndef conv_forward(*a): raise KeyError('mine')\n"
            "def conv_backward(dout, cache): return cache['windows'], 0, 0\n"
        )
    )
    assert "conv_backward starts from your conv_forward, which did not get that far." in shown
    assert shown.count("Next: mend conv_forward first.") == 1
    assert shown.count("raised KeyError") == 1
