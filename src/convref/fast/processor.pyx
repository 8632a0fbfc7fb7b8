"""Which instruction set and how many threads the fast kernels use.

In: the processor and OMP_NUM_THREADS, both read once, on import.  Out: a table of kernels.
Each instruction set has a module of its own, compiled with its own flags. Only those that this processor has are
loaded.

A forked child has one thread, whatever it asks for. A fork copies only the thread that forks, but OpenMP in the child
still counts on those that its parent had started, and waits for them for ever.
"""

import importlib
import os
import time

import numpy as np

from cpython.long cimport PyLong_AsLongAndOverflow
from cpython.pycapsule cimport PyCapsule_GetPointer

from ..problems import LARGEST_STEP
from ..sizes import integers

from .._arguments cimport is_float32, positive

cdef extern from "kernels/processor.h":
    bint has_v3()
    bint has_v4()

cdef double _work_of_a_thread = 150_000  # terms; starting a thread takes as long as 50 000 terms (measured)
cdef long largest_step = LARGEST_STEP

cdef dict _loaded = {}
cdef str _chosen
cdef const InstructionSet* _in_use
cdef int _threads = 1
cdef bint _forked = False  # whether this process is the child of one that had loaded this module


def instruction_sets():
    """Return the names of the instruction sets that are built and that this processor has, the fastest first.

    Slide: not on the slides

    Returns
    -------
    tuple of str
        Of "x86-64-v4" (AVX-512), "x86-64-v3" (AVX2 and FMA) and "baseline", which is always there.

    Examples
    --------
    >>> instruction_sets()[-1]
    'baseline'
    """
    return tuple(_loaded)


def instruction_set():
    """Return the name of the instruction set in use.

    Slide: not on the slides

    Returns
    -------
    str

    Examples
    --------
    >>> instruction_set() in instruction_sets()
    True
    """
    return _chosen


def use_instruction_set(name):
    """Use another instruction set from now on. This is for comparing them, and for testing each.

    Slide: not on the slides

    Parameters
    ----------
    name : str
        One of `instruction_sets()`.

    Returns
    -------
    None

    Raises
    ------
    ValueError
        If it is none of them.

    Examples
    --------
    >>> use_instruction_set(instruction_sets()[0])
    """
    global _chosen, _in_use
    if not isinstance(name, str) or name not in _loaded:
        raise ValueError(f"instruction set is {name!r}: this processor and this build have {', '.join(_loaded)}")
    _chosen = name
    _in_use = <const InstructionSet*> PyCapsule_GetPointer(_loaded[name].table, "convref.fast.InstructionSet")


def set_num_threads(count):
    """Use this many threads from now on, where there is enough work for them.

    The number is that of the whole process. Without OpenMP there is one thread, whatever is set here. A forked child
    has one thread too, such as a worker of `multiprocessing`. The fully connected layer is NumPy's matrix product; its
    threads are those of NumPy's BLAS.

    Slide: not on the slides

    Parameters
    ----------
    count : int
        At least 1. On import it is OMP_NUM_THREADS, or else the number of processors.

    Returns
    -------
    None

    Raises
    ------
    TypeError
        If it is not an int.
    ValueError
        If it is less than 1 or more than 1024.

    Examples
    --------
    >>> before = get_num_threads()
    >>> set_num_threads(2)
    >>> get_num_threads()
    2
    >>> set_num_threads(before)
    """
    global _threads
    (count,) = integers(count=count)
    if not 1 <= count <= 1024:
        raise ValueError(f"count is {count}: it must be from 1 to 1024")
    _threads = 1 if _forked else count


def get_num_threads():
    """Return how many threads are used, where there is enough work for them.

    Slide: not on the slides

    Returns
    -------
    int

    Examples
    --------
    >>> get_num_threads() >= 1
    True
    """
    return _threads


def has_openmp():
    """Tell whether the kernels were built with OpenMP. Without it, one thread does all the work.

    Slide: not on the slides

    Returns
    -------
    bool

    Examples
    --------
    >>> has_openmp() in (True, False)
    True
    """
    return bool(_in_use.openmp)


def peak(dtype, seconds=0.02):
    """Measure how many multiplications and additions one thread can do in a second, if it uses registers only.

    No kernel can be faster.

    Slide: not on the slides

    Parameters
    ----------
    dtype : dtype
        ``"float32"``, ``np.float64`` and so on.
    seconds : float, optional
        About how long to measure.

    Returns
    -------
    float
        In operations per second of the processor's time; a multiply-add counts as two.

    Raises
    ------
    TypeError
        If it is a type that no kernel computes in.
    ValueError
        If seconds is not positive.

    Examples
    --------
    >>> peak("float32", seconds=0.001) > 1e8
    True
    """
    try:
        name = np.dtype(dtype).name
    except TypeError:
        raise TypeError(f"dtype is {dtype!r}: it must be float32 or float64") from None
    if name not in ("float32", "float64"):
        raise TypeError(f"dtype is {name}: kernels compute in float32 and float64, not in {name}")
    cdef double least = positive("seconds", seconds)
    cdef const Kernels* kernels = &_in_use.float32 if name == "float32" else &_in_use.float64
    cdef idx rounds = 1000
    cdef double done = 0
    taken = 0.0
    while taken < least:
        rounds *= 2
        start = time.thread_time()
        done = kernels.multiply_adds(rounds)
        taken = time.thread_time() - start
    return 2 * done / taken


cdef const Kernels* kernels_for(object array) noexcept:
    """Return the kernels for an array's type, which is float32 or float64."""
    return &_in_use.float32 if is_float32(array) else &_in_use.float64


cdef int threads_for(double work) noexcept:
    """Return how many threads are worth it, for so many terms."""
    cdef double most = work / _work_of_a_thread
    if _threads == 1 or most < 2:
        return 1
    return _threads if most > _threads else <int> most


cdef bint read_pair(object value, idx* first, idx* second) noexcept:
    """Read an int or a pair of ints of ordinary size. Return False for anything else: a slower way then reads it."""
    if type(value) is int:
        return _read(value, first) and _read(value, second)
    if type(value) is tuple and len(value) == 2:
        return _read((<tuple> value)[0], first) and _read((<tuple> value)[1], second)
    return False


cdef bint _read(object value, idx* number) noexcept:
    cdef int overflow = 0
    if type(value) is not int:
        return False
    number[0] = PyLong_AsLongAndOverflow(value, &overflow)
    return overflow == 0 and -largest_step <= number[0] <= largest_step


def _set_work_of_a_thread(terms):
    """Start threads for less work than pays. This is for tests, whose arrays are small."""
    global _work_of_a_thread
    _work_of_a_thread = terms


def _load():
    names = (["x86-64-v4"] if has_v4() else []) + (["x86-64-v3"] if has_v3() else []) + ["baseline"]
    for name in names:
        try:
            _loaded[name] = importlib.import_module(f"convref.fast._{name.replace('-', '_')}")
        except ModuleNotFoundError:  # not built, as for another architecture or an old compiler
            continue
    use_instruction_set(next(iter(_loaded)))


def _threads_at_first():
    """Read OMP_NUM_THREADS, a number or a list with one number for each level of nesting; else count the processors."""
    first = os.environ.get("OMP_NUM_THREADS", "").split(",")[0].strip()
    if first.isdecimal() and int(first) > 0:
        return min(int(first), 1024)
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 1024)


def _stay_alone():
    global _forked, _threads
    _forked, _threads = True, 1


_load()
set_num_threads(_threads_at_first())
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_stay_alone)
