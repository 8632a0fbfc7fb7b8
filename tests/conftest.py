"""How often properties are tried, which worker runs what, that Python keeps what it has compiled, how threads wait."""

import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# No deadlines: these machines are shared, and a slow moment is no failure.
settings.register_profile("everyday", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=60)  # by `.ci/run --full`
settings.load_profile("everyday")

# Containers often forbid bytecode. Then every worker, every command and every sandbox would compile its modules anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Threads that wait for work would keep a processor busy, and here each worker has as many of them as there are.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


@pytest.fixture(scope="session")
def _zygotes_end() -> Iterator[None]:
    yield
    from tests import zygotes

    zygotes.end_all()


@pytest.fixture
def kept_zygotes(_zygotes_end: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands within this process use one zygote after the other's end: see `tests/zygotes.py`."""
    from tests import zygotes

    monkeypatch.setattr("grader.sandbox.sandbox.Zygote", zygotes.Kept)


SHARING = ("class_pages", "export_command", "insights", "outline")  # one graded class
SHARED = frozenset(f"tests/grader/test_{name}.py" for name in SHARING)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what only the confined worker does where there is none."""
    from grader.sandbox.portable import lacking

    if missing := lacking():
        reason = f"submissions cannot be confined here, where there is no {', '.join(missing)}"
        for item in items:
            if item.get_closest_marker("confined") is not None:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Give a file to one worker as a whole; the files that look at the same graded class, to the same one."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFixture(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return "sharing" if file in SHARED else file

    return ByFixture(config, log)
