"""Nothing comes of what is handed in around a function; and something would, where nothing stops it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .hand_ins import (
    FAMILIES,
    HandIn,
    Seen,
    hand_in_files,
    honest_report,
    observe_class,
    observe_naively_taken,
    read_hand_in,
)
from .harness import Misfit
from .scene import Scene

FILES = hand_in_files()
try:
    SUITE = [read_hand_in(path) for path in FILES]
except Misfit:  # the test of the format says which
    SUITE = []


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


@pytest.fixture(scope="module")
def honest(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return honest_report(scene, tmp_path_factory.mktemp("honest"))


@pytest.fixture(scope="module")
def all_together(scene: Scene, honest: bytes, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    return observe_class(SUITE, scene, tmp_path_factory.mktemp("all"), honest)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_hand_in_is_of_the_format(path: Path) -> None:
    read_hand_in(path)


def test_each_family_of_hand_ins_has_some_and_none_is_there_twice() -> None:
    assert {hand_in.family for hand_in in SUITE} == set(FAMILIES)
    assert len({hand_in.sentence for hand_in in SUITE}) == len(SUITE) >= 50


@pytest.mark.attacks
def test_nothing_comes_of_a_class_full_of_them(all_together: Seen) -> None:
    assert not all_together.harms, f"try them one by one: {all_together.story}"


@pytest.mark.attacks
@pytest.mark.parametrize("hand_in", SUITE, ids=str)
def test_nothing_comes_of_a_hand_in(
    hand_in: HandIn, all_together: Seen, scene: Scene, honest: bytes, tmp_path: Path
) -> None:
    if not all_together.harms:
        return  # each was in that class
    seen = observe_class([hand_in], scene, tmp_path, honest)
    assert not seen.harms, f"{hand_in.sentence}\n{sorted(seen.harms)}\n{seen.story}"


@pytest.mark.attacks
@pytest.mark.parametrize("hand_in", SUITE, ids=str)
def test_a_hand_in_does_its_harm_where_nothing_stops_it(hand_in: HandIn, scene: Scene, tmp_path: Path) -> None:
    seen = observe_naively_taken(hand_in, scene, tmp_path)
    assert hand_in.harm in seen, f"a script without a defence suffers only {sorted(seen)}"
