"""The pages' JavaScript computes what `convref` computes: thousands of random calls, in Node.

The same calls run in a browser too (tests/browser), which CI always has.
"""

import json
import shutil
import subprocess

import pytest

from .port import cases, differences, program, same


def test_a_wrong_result_is_noticed() -> None:
    due = [("forward", {}, [1.0, 2.0])]
    assert differences(due, [[1, 2]]) == []
    assert differences(due, [[1, 2.0000001]]) != []
    assert differences(due, [[1]]) != []
    assert same([0, "fraction", None], [0, "fraction", None])
    assert not same([0, "fraction", None], [0, "fit", None])


def test_the_port_is_convref() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no node here; tests/browser runs the same in Chromium")
    due = cases()
    assert len(due) > 4000
    script = f"console.log(JSON.stringify(({program()})(JSON.parse(require('fs').readFileSync(0)))))"
    given = json.dumps([(call, values) for call, values, _ in due])
    done = subprocess.run([node, "-e", script], input=given, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert differences(due, json.loads(done.stdout))[:3] == []
