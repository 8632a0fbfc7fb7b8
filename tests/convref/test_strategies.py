"""The generators draw what they promise: a test that never sees an overlap proves nothing about one."""

import numpy as np
import pytest
from hypothesis import find, given, settings

from convref.shapes import pair

from .strategies import affine_cases, conv_cases, numbers_apart, pool_cases, signal_cases, softmax_cases

pytestmark = pytest.mark.slow

CONV = {
    **{f"stride {s} of rows": lambda case, s=s: stride(case)[0] == s for s in (1, 2, 3)},
    **{f"stride {s} of columns": lambda case, s=s: stride(case)[1] == s for s in (1, 2, 3)},
    **{f"pad {p} of rows": lambda case, p=p: pad(case)[0] == p for p in (0, 1, 2, 3)},
    **{f"pad {p} of columns": lambda case, p=p: pad(case)[1] == p for p in (0, 1, 2, 3)},
    "stride as one int": lambda case: isinstance(case.options["stride"], int),
    "different strides": lambda case: len(set(stride(case))) == 2,
    "different pads": lambda case: len(set(pad(case))) == 2,
    "more padding than the kernel needs": lambda case: pad(case)[0] >= case.w.shape[2],
    "kernel larger than the image": lambda case: case.w.shape[2] > case.x.shape[2],
    "channels and filters differ": lambda case: case.w.shape[0] != case.w.shape[1],
    "image not square": lambda case: case.x.shape[2] != case.x.shape[3],
    "kernel not square": lambda case: case.w.shape[2] != case.w.shape[3],
    "one image": lambda case: len(case.x) == 1,
    "several images": lambda case: len(case.x) > 1,
    "rows left over": lambda case: (case.x.shape[2] + 2 * pad(case)[0] - case.w.shape[2]) % stride(case)[0] > 0,
    "steps wider than the kernel": lambda case: stride(case)[1] > case.w.shape[3] and case.dout.shape[3] > 1,
    "kernel without symmetry": lambda case: not np.array_equal(case.w, case.w[:, :, ::-1, ::-1]),
}

POOL = {
    **{f"stride {s}": lambda case, s=s: steps(case)[0] == s and case.dout.shape[2] > 1 for s in (1, 2, 3)},
    "stride not given": lambda case: case.options["stride"] is None,
    "overlap": lambda case: steps(case)[0] < window(case)[0] and case.dout.shape[2] > 1,
    "tiling": lambda case: steps(case)[0] == window(case)[0] > 1 and case.dout.shape[2] > 1,
    "gaps": lambda case: steps(case)[0] > window(case)[0] and case.dout.shape[2] > 1,
    "overlap across, gaps down": lambda case: steps(case)[0] > window(case)[0] and steps(case)[1] < window(case)[1],
    "rows left over": lambda case: (case.x.shape[2] - window(case)[0]) % steps(case)[0] > 0,
    "window not square": lambda case: len(set(window(case))) == 2,
    "a tie": lambda case: len(np.unique(case.x)) < case.x.size,
    "nothing positive": lambda case: case.x.max() < 0,
}

SIGNAL = {
    **{name: lambda case, name=name: case.options["boundary"] == name for name in ("shrink", "zero", "full")},
    "kernel longer than the signal": lambda case: case.k.shape[0] > case.x.shape[0],
    "even kernel": lambda case: case.k.shape[0] % 2 == 0,
    "kernel without symmetry": lambda case: not np.array_equal(case.k, np.flip(case.k)),
}


def stride(case):
    return pair(case.options["stride"], "stride")


def pad(case):
    return pair(case.options["pad"], "pad")


def window(case):
    return pair(case.options["window"], "window")


def steps(case):
    return window(case) if case.options["stride"] is None else stride(case)


def assert_is_drawn(strategy, feature):
    find(strategy, feature, settings=settings(max_examples=3000, derandomize=True, database=None))


@pytest.mark.parametrize("feature", CONV.values(), ids=CONV)
def test_convolution_cases_include(feature):
    assert_is_drawn(conv_cases(), feature)


@pytest.mark.parametrize("feature", POOL.values(), ids=POOL)
def test_pooling_cases_include(feature):
    assert_is_drawn(pool_cases(), feature)


@pytest.mark.parametrize("axes", [1, 2])
@pytest.mark.parametrize("feature", SIGNAL.values(), ids=SIGNAL)
def test_signal_cases_include(feature, axes):
    assert_is_drawn(signal_cases(axes), feature)


def test_affine_cases_include_images():
    assert_is_drawn(affine_cases(), lambda case: case.x.ndim == 4 and case.x.shape[1] != case.x.shape[2])


def test_softmax_cases_include_every_kind_of_label():
    assert_is_drawn(softmax_cases(), lambda case: len(set(case[1].tolist())) > 2)


@given(numbers_apart((2, 5)))
def test_entries_are_more_than_2_apart(x):
    assert np.diff(np.sort(x, axis=None)).min() > 2
