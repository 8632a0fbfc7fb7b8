"""As root, no two zygotes that live at the same time give their children the same user."""

import os
import socket

import pytest

from grader.model import Limits
from grader.sandbox import users
from grader.sandbox.levels import LAYERS
from grader.sandbox.sandbox import Sandbox
from tests.systems import AS_ROOT

pytestmark = AS_ROOT
AT_B = frozenset(LAYERS) - {"bubblewrap"}


def user_of(sandbox: Sandbox) -> int:
    """Return the user of a child that is confined and waits."""
    child = sandbox.fork()
    try:
        return os.stat(f"/proc/{child.pid}").st_uid or int(
            next(line.split()[1] for line in open(f"/proc/{child.pid}/status") if line.startswith("Uid:"))
        )
    finally:
        child.close()


def test_children_of_two_zygotes_have_no_user_in_common() -> None:
    with Sandbox(AT_B) as one, Sandbox(AT_B) as other:
        one.configure(Limits())
        other.configure(Limits())
        seen = [{user_of(sandbox) for _ in range(users.EACH + 2)} for sandbox in (one, other)]
    assert not seen[0] & seen[1]
    assert [len(each) for each in seen] == [users.EACH] * 2
    assert all(users.FIRST <= user < users.FIRST + users.EACH * users.SHARES for each in seen for user in each)


def test_a_share_is_free_again_when_its_zygote_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(users, "NAME", f"\0a test's users {os.getpid()} ")
    monkeypatch.setattr(users, "SHARES", 2)
    one, other = users.Share(), users.Share()
    assert {one.first, other.first} == {users.FIRST, users.FIRST + users.EACH}
    late = users.Share()
    assert late.name is None  # all are taken: it goes on with one that another has
    other.give_back()
    again = users.Share()
    assert isinstance(again.name, socket.socket)
    assert again.first == other.first
    one.give_back()
    again.give_back()
