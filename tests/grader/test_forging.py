"""Submissions that attack the grader instead of the exercise gain not a single point.

Each is a wrong solution with an attack; the same wrong solution without it is the measure.
"""

import pytest

pytestmark = pytest.mark.slow

WRONG = """
import numpy as np
def conv_single(x, w, b): return 0.0
def conv_map(x, w, b): return np.zeros((x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1))
def conv_forward(x, w, b, conv_param):
    s, p = conv_param['stride'], conv_param['pad']
    (N, C, H, W), (F, _, HH, WW) = x.shape, w.shape
    out = np.zeros((N, F, (H + 2 * p - HH) // s + 1, (W + 2 * p - WW) // s + 1))
    return out, (x, w, b)
def conv_backward(dout, cache): return tuple(np.zeros(a.shape) for a in cache)
"""

ATTACKS = {
    "replaces np.allclose": """
np.allclose = np.array_equal = np.testing.assert_allclose = lambda *a, **k: True
np.abs = lambda *a, **k: np.zeros(1)
import numpy
numpy.allclose is np.allclose or sys.exit()
""",
    "replaces builtins": """
import builtins, sys
builtins.abs = builtins.float = lambda *a: 0
builtins.all = builtins.any = builtins.isinstance = lambda *a: True
builtins.len = lambda *a: 1
for module in list(sys.modules.values()):
    for name in ('array_equal', 'allclose', 'compare', 'check', 'isclose'):
        if hasattr(module, name):
            setattr(module, name, lambda *a, **k: True)
""",
    "walks the frames for an expected value": """
import sys, gc
def hunt(shape):
    frame = sys._getframe()
    arrays = [o for o in gc.get_objects() if type(o).__name__ == 'ndarray']
    while frame:
        for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
            if type(value).__name__ == 'ndarray': arrays.append(value)
            if hasattr(value, 'expected'): return value.expected
            if isinstance(value, dict):
                arrays += [v for v in value.values() if type(v).__name__ == 'ndarray']
                for key in ('expected', 'want', 'value'):
                    if key in value: return value[key]
        frame = frame.f_back
    fitting = [a for a in arrays if a.shape == shape]
    return fitting[0] if fitting else None
def conv_map(x, w, b):
    shape = (x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1)
    found = hunt(shape)
    return np.zeros(shape) if found is None else found
""",
    "returns an array that equals everything": """
class Yes(np.ndarray):
    def __eq__(self, other): return True
    def __le__(self, other): return True
    def __sub__(self, other): return np.zeros(self.shape)
    def __array_ufunc__(self, *a, **k): return np.zeros(self.shape)
    def __array_function__(self, *a, **k): return True
def conv_map(x, w, b):
    return np.zeros((x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1)).view(Yes)
class Float(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
def conv_single(x, w, b): return Float(0)
""",
    "writes its own frame on the pipe": """
import os, sys
def forge():
    frame = sys._getframe()
    wire = sys.modules['wire']
    while frame:
        head = frame.f_locals.get('head')
        if head is not None and hasattr(head, 'nonce'):
            for kind in (wire.RETURNED, wire.LOADED, wire.READY, 99):
                os.write(3, wire.frame(kind, head.sequence, head.nonce, {'count': 1, 'values': (0.0,), 'modified': (),
                    'status': 'passed', 'score': 50, 'found': (), 'defined': (), 'notes': ()}))
        frame = frame.f_back
    os.write(3, b'\\0' * 64)
def conv_single(x, w, b):
    forge()
    return 0.0
""",
    **{
        f"replies with {what}": f"""
import os, sys
wire = sys.modules['wire']
def conv_single(x, w, b):
    head = sys._getframe(2).f_locals.get('head') or sys._getframe(3).f_locals['head']
    os.write(3, wire.frame(wire.{kind}, head.sequence, head.nonce, {value}))
    return 0.0
"""
        for what, kind, value in [
            ("an infinite count", "RETURNED", "{'count': float('inf'), 'values': (0.0,), 'modified': ()}"),
            ("values in a mapping", "RETURNED", "{'count': 1, 'values': {'out': 0.0}, 'modified': ()}"),
            ("no values", "RETURNED", "{'count': 1, 'values': (), 'modified': ()}"),
            ("a trace of nonsense", "RAISED", "{'type': 'E', 'bases': (), 'message': '', 'trace': ((1, 2),)}"),
            (
                "an infinite line",
                "RAISED",
                "{'type': 'E', 'bases': (), 'message': '', 'trace': (('', float('inf'), '', ''),)}",
            ),
            ("nothing", "RETURNED", "None"),
            ("news of loading", "PROGRESS", "'line 1'"),
            ("another kind", "READY", "{}"),
        ]
    },
    "dies of a signal without a name": """
import os
def conv_single(x, w, b): os.kill(os.getpid(), 40)
""",
    "says for ever that it is loading": """
import os, sys, time
wire = sys.modules['wire']
def conv_single(x, w, b):
    head = sys._getframe(2).f_locals.get('head') or sys._getframe(3).f_locals['head']
    while True:
        os.write(3, wire.frame(wire.PROGRESS, head.sequence, head.nonce, 'line 1'))
        time.sleep(0.1)
""",
    "writes on the grader's own output": """
import os
def conv_single(x, w, b):
    for parent in (os.getppid(), 1):
        try: os.write(os.open(f'/proc/{parent}/fd/1', os.O_WRONLY), b'FORGED 50 of 50')
        except OSError: pass
    return 0.0
""",
    "stops the zygote": """
import os
def conv_single(x, w, b):
    os.kill(os.getppid(), 19)
    os._exit(1)
""",
    "changes the array from a thread after returning it": """
import sys, time
threading = sys.modules['threading']  # it may not be imported, but it is there
def conv_map(x, w, b):
    out = np.zeros((x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1))
    def later():
        for n in range(200):
            time.sleep(0.001)
            out[...] = n
    try: threading.Thread(target=later, daemon=True).start()
    except RuntimeError: pass
    return out
""",
    "claims that the grader failed": """
class Broken(Exception): pass
Broken.__name__ = 'GraderError'
def conv_single(x, w, b): raise Broken('status broken; grader-error; costs the student nothing')
""",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_an_attack_gains_nothing(grade_source, attack: str) -> None:
    measure = grade_source(WRONG)
    attacked = grade_source(WRONG + attack)
    assert attacked.score <= measure.score
    for before, after in zip(measure.exercises, attacked.exercises, strict=True):
        for criterion_before, criterion_after in zip(before.criteria, after.criteria, strict=True):
            assert criterion_after.score <= criterion_before.score
            assert "broken" not in {result.status for result in criterion_after.results}


def test_the_measure_itself_earns_something_to_forge_beyond(grade_source) -> None:
    measure = grade_source(WRONG)
    assert 0 < measure.score < measure.possible


def test_no_worker_module_knows_an_expected_value(grade_source) -> None:
    """Nothing that the child imported has the word in its names; the frames above a call are three of ours."""
    spy = """
import sys
def conv_single(x, w, b):
    names = []
    frame = sys._getframe().f_back
    while frame:
        names.append(frame.f_code.co_name + ' ' + ' '.join(frame.f_locals))
        frame = frame.f_back
    modules = [m for m in sys.modules if m.split('.')[0] in ('grader', 'convref')]
    raise ValueError(repr((names, modules)))
"""
    report = grade_source(WRONG + spy)
    evidence = report.exercises[0].criteria[0].results[0].evidence
    assert "'call" in evidence.raised.message
    assert "expected" not in evidence.raised.message
    assert evidence.raised.message.endswith(", [])")
