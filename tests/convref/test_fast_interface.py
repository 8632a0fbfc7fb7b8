"""What the fast functions take, refuse and say: the same as the lesson's. Threads and instruction sets."""

import os
import subprocess
import sys

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import convref
from convref import ShapeError, fast
from convref.problems import LARGEST_STEP
from tests.systems import needs

from .calls import CALLS
from .test_arguments import ILLEGAL, LAYOUTS

FAST = sorted(set(CALLS) & set(fast.__all__))
each_function = pytest.mark.parametrize("name", FAST)


def test_every_layer_has_a_fast_function():
    layers = {name for name in CALLS if name.startswith(("conv_", "max_", "avg_", "affine_", "relu_", "softmax_"))}
    assert layers == set(FAST)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@each_function
def test_every_layout_gives_what_the_lesson_gives(name, layout):
    given = {argument: layout(array) for argument, array in CALLS[name].arrays.items()}
    for got, want in zip(CALLS[name].run(name, fast, **given), CALLS[name].run(name), strict=True):
        assert_array_equal(got, want, strict=True)
        assert not isinstance(got, np.ndarray) or got.flags.c_contiguous


@each_function
def test_results_are_new_and_arguments_stay(name):
    given = {argument: array.copy() for argument, array in CALLS[name].arrays.items()}
    for got in CALLS[name].run(name, fast, **given):
        assert not any(np.shares_memory(got, array) for array in given.values())
    for argument, array in given.items():
        assert_array_equal(array, CALLS[name].arrays[argument])


def error_of(function):
    with pytest.raises((TypeError, ShapeError)) as caught:
        function()
    return caught.type, str(caught.value)


def outcome(call, name, module, given):
    """What a call does: the error's type and words, or the arrays."""
    try:
        return call.run(name, module, **given)
    except (TypeError, ShapeError) as error:
        return type(error), str(error)


def assert_same_outcome(call, name, **given):
    for ours, lessons in zip(outcome(call, name, fast, given), outcome(call, name, convref, given), strict=True):
        if isinstance(lessons, (type, str)):
            assert ours == lessons
        else:
            assert_array_equal(ours, lessons, strict=True)


@pytest.mark.parametrize("dtype", ["float16", "complex128", "bool", "str"])
@each_function
def test_another_type_is_refused_with_the_same_words(name, dtype):
    for argument, array in CALLS[name].arrays.items():
        assert_same_outcome(CALLS[name], name, **{argument: array.astype(np.int64).astype(dtype)})


@each_function
def test_other_shapes_are_refused_with_the_same_words(name):
    shapes = [(0,), (1,), (0, 2, 6, 7), (2, 0, 6, 7), (2, 2, 0, 7), (2, 2, 1, 1), (2, 2, 2), (9, 9, 9, 9, 9), (3, 3)]
    for argument in CALLS[name].arrays:
        for shape in shapes:
            assert_same_outcome(CALLS[name], name, **{argument: np.zeros(shape)})


STEPS = [
    0,
    -1,
    (1, 0),
    (2,),
    (1, 2, 3),
    1.5,
    True,
    "same",
    None,
    (1, None),
    [2, 1],
    np.int32(2),
    (np.int64(2), 1),
    2**40,
]


OPTIONS = [(name, option) for name in FAST for option in ("stride", "pad", "window") if option in CALLS[name].options]


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_options_mean_the_same_or_are_refused_with_the_same_words(name, option):
    for value in STEPS:
        changed = CALLS[name]._replace(options={**CALLS[name].options, option: value})
        assert_same_outcome(changed, name)


def test_every_illegal_call_is_refused_with_the_lessons_words(monkeypatch):
    """The table of the lesson's errors, with the fast functions in place of the lesson's."""
    for name in FAST:
        monkeypatch.setattr(convref, name, getattr(fast, name))
    for call, sentence in ILLEGAL:
        assert error_of(call) == (ShapeError, sentence)


@pytest.mark.parametrize("pad", [2**62, 2**40, LARGEST_STEP])
@pytest.mark.parametrize("module", [convref, convref.bounds, fast], ids=lambda module: module.__name__)
def test_more_zeros_than_fit_into_memory_are_an_error_that_names_them(module, pad):
    with pytest.raises((MemoryError, ShapeError), match="pad is "):
        module.conv_forward(np.ones((1, 1, 3, 3)), np.ones((1, 1, 3, 3)), pad=pad)


def test_a_huge_step_needs_no_huge_memory():
    x, w = np.arange(9.0).reshape(1, 1, 3, 3), np.ones((1, 1, 2, 2))
    for stride in (2**30, LARGEST_STEP):
        assert_array_equal(fast.conv_forward(x, w, stride=stride), [[[[8.0]]]])
        assert_array_equal(fast.max_pool_forward(x, 2, stride=stride), [[[[4.0]]]])


def test_the_baseline_is_always_there_and_the_best_comes_first():
    assert fast.instruction_sets()[-1] == "baseline"
    assert fast.instruction_set() == fast.instruction_sets()[0]
    with pytest.raises(ValueError, match=r"instruction set is 'sse9': this processor and this build have .*baseline"):
        fast.use_instruction_set("sse9")


def test_the_peak_is_measured_only_for_types_that_kernels_compute_in():
    assert fast.peak(np.float32, seconds=0.001) > 0
    with pytest.raises(TypeError, match="not in int64"):
        fast.peak(np.int64, seconds=0.001)
    with pytest.raises(TypeError, match="dtype is 'no type': it must be float32 or float64"):
        fast.peak("no type", seconds=0.001)


@pytest.mark.parametrize("count", [0, -1, 5000])
def test_a_number_of_threads_is_at_least_one(count):
    with pytest.raises(ValueError, match=f"count is {count}: it must be from 1 to 1024"):
        convref.set_num_threads(count)


@pytest.mark.parametrize("seconds", [0, -1, np.nan, np.inf])
def test_the_peak_is_measured_for_a_positive_time(seconds):
    with pytest.raises(ValueError, match="seconds is"):
        fast.peak(np.float32, seconds)


@pytest.mark.parametrize("count", [True, 1.5, "2", None])
def test_a_number_of_threads_is_an_int(count):
    with pytest.raises(TypeError, match=f"count is {count!r}: it must be an int"):
        convref.set_num_threads(count)


def threads_at_start(value):
    environment = {**os.environ, "OMP_NUM_THREADS": value} if value is not None else dict(os.environ)
    if value is None:
        environment.pop("OMP_NUM_THREADS", None)
    code = "import convref; print(convref.get_num_threads())"
    return int(subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=True).stdout)


@pytest.mark.parametrize(("value", "threads"), [("1", 1), ("3", 3), ("5,2", 5)])
def test_the_environment_says_how_many_threads_there_are(value, threads):
    assert threads_at_start(value) == threads


@needs("os.sched_getaffinity")
@pytest.mark.parametrize("value", [None, "", "many", "0"])
def test_all_processors_are_used_if_the_environment_says_nothing(value):
    assert threads_at_start(value) == len(os.sched_getaffinity(0))


FORKED = """
import os
import signal
import numpy as np
from convref import fast

rng = np.random.default_rng(4)
x, w, dout = (rng.integers(-9, 9, shape).astype(float) for shape in ((4, 8, 65, 65), (16, 8, 3, 3), (4, 16, 63, 63)))
pooled = rng.integers(-9, 9, (4, 8, 32, 32)).astype(float)

def every_kernel():
    yield fast.conv_forward(x, w)
    yield from fast.conv_backward(dout, x, w)
    yield from (fast.max_pool_forward(x, 3, stride=2), fast.max_pool_backward(pooled, x, 3, stride=2))
    yield from (fast.avg_pool_forward(x, 3, stride=2), fast.avg_pool_backward(pooled, x, 3, stride=2))
    yield from (fast.relu_forward(x), fast.relu_backward(x, x))

def in_a_child(work):
    child = os.fork()
    if child == 0:
        signal.alarm(20)  # ends a child that waits for ever
        os._exit(0 if work() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

def agrees():
    return fast.get_num_threads() == 1 and all(map(np.array_equal, every_kernel(), expected))

def agrees_after_asking_for_threads():
    fast.set_num_threads(2)
    return agrees()

fast.set_num_threads(2)
expected = list(every_kernel())  # starts threads, if there is OpenMP
print(in_a_child(agrees))
print(in_a_child(agrees_after_asking_for_threads))
print(in_a_child(lambda: in_a_child(agrees_after_asking_for_threads) == 0))
print(fast.get_num_threads())
"""


@needs("os.fork")
def test_a_forked_child_never_waits_for_threads_of_its_parent():
    """Not even when it asks for threads, and neither does a child of the child. The parent keeps its threads."""
    done = subprocess.run([sys.executable, "-c", FORKED], capture_output=True, check=True, timeout=100)
    assert done.stdout.split() == [b"0", b"0", b"0", b"2"]


POOL = """
import multiprocessing
import numpy as np
from convref import fast

x, w = np.ones((4, 8, 32, 32)), np.ones((16, 8, 3, 3))

def work(_):
    fast.set_num_threads(2)
    return fast.conv_forward(x, w).sum()

if __name__ == "__main__":
    fast.set_num_threads(2)
    expected = fast.conv_forward(x, w).sum()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map_async(work, range(4)).get(timeout=20) == [expected] * 4)
"""


@needs("os.fork")
def test_workers_of_a_process_pool_may_ask_for_threads():
    done = subprocess.run([sys.executable, "-c", POOL], capture_output=True, check=True, timeout=60)
    assert done.stdout == b"True\n"


LIMITED = """
import numpy as np
import convref
from convref import fast
fast.set_num_threads(2)
rng = np.random.default_rng(5)
x, w, dout = (rng.integers(-9, 9, shape).astype(float) for shape in ((4, 8, 32, 32), (16, 8, 3, 3), (4, 16, 30, 30)))
for ours, lessons in zip(fast.conv_backward(dout, x, w), convref.conv_backward(dout, x, w), strict=True):
    assert np.array_equal(ours, lessons)
"""


def test_fewer_threads_than_asked_for_do_all_the_work():
    """A limit of OpenMP's; memory that nobody has written to must not be in the sums, so it does not begin as zeros."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "MALLOC_PERTURB_": "165"}
    subprocess.run([sys.executable, "-c", LIMITED], env=environment, check=True, timeout=60)


WITHIN = """
import ctypes
import numpy as np
import convref
from convref import fast
fast.set_num_threads(1)
rng = np.random.default_rng(6)
x, w, dout = (rng.integers(-9, 9, shape).astype(float) for shape in ((4, 8, 32, 32), (16, 8, 3, 3), (4, 16, 30, 30)))
want = convref.conv_forward(x, w), *convref.conv_backward(dout, x, w)
wrong = []

@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def every_thread(_):
    got = fast.conv_forward(x, w), *fast.conv_backward(dout, x, w)
    wrong.extend(not np.array_equal(*both) for both in zip(got, want, strict=True))

ctypes.CDLL("libgomp.so.1").GOMP_parallel(every_thread, None, 2, 0)
print(len(wrong), sum(wrong))
"""


@pytest.mark.skipif(not fast.has_openmp(), reason="built without OpenMP")
def test_threads_of_the_caller_do_not_share_a_call():
    """A host may call us from a parallel region of its own: each of its threads then does a whole call by itself."""
    done = subprocess.run([sys.executable, "-c", WITHIN], capture_output=True, check=True, timeout=60)
    assert done.stdout == b"8 0\n"
