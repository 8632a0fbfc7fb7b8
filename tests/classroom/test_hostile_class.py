"""Ten hostile files in a class: the others' reports are the same bytes, and the class does not take for ever.

`benchmarks/hostile/run.py` measures the same for 300 students.
"""

import pytest

from benchmarks.hostile.run import HOSTILE, compare
from grader.model import Limits

STUDENTS = 4


@pytest.mark.slow
def test_ten_hostile_files_change_nobody_s_report_and_take_little_time() -> None:
    calm, wild, different = compare(STUDENTS, jobs=2)
    assert different == []
    assert len(HOSTILE) == 10
    limits = Limits()
    assert wild.processor - calm.processor < len(HOSTILE) * limits.wall_seconds  # some 6 s; once 60
