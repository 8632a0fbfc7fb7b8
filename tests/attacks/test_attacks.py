"""Hostile submissions get nothing; and each of them would, where nothing stops it.

Everyday: the format of every file, and one of each family at level B. ``-m attacks``: all of them there.
``-m matrix``: every level, each layer off and alone, old Landlock ABIs, as root and as an ordinary user.
"""

import json
import os
import stat
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.sandbox.levels import LAYERS, level
from grader.sandbox.sandbox import Sandbox

from .harness import (
    FAMILIES,
    FOLDER,
    LEVEL_B,
    PATIENT,
    Attack,
    Misfit,
    attacks,
    configured,
    files,
    observe_naively,
    read_attack,
    watch,
)
from .scene import Scene

try:
    SUITE = attacks()
except Misfit:  # the test of the format says which
    SUITE = []
SAMPLE = [next(attack for attack in SUITE if attack.family == family) for family in FAMILIES if SUITE]
NOBODY = 65534
ROOT = FOLDER.parent.parent


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with Scene() as scene:
        yield scene


@pytest.fixture(scope="module")
def at_b(scene: Scene) -> Iterator[Sandbox]:
    with configured(LEVEL_B) as sandbox:
        assert sandbox.level == "B", sandbox.layers
        yield sandbox


@pytest.fixture(scope="module")
def bare(scene: Scene) -> Iterator[Sandbox]:
    with configured(()) as sandbox:
        assert sandbox.level == "D"
        assert "on" not in sandbox.layers.values()
        yield sandbox


def test_every_file_is_of_the_format() -> None:
    for path in files():
        read_attack(path)


def test_the_suite_is_as_large_as_promised_and_says_nothing_twice() -> None:
    assert len(SUITE) >= 100
    assert min(Counter(attack.family for attack in SUITE).values()) >= 5
    assert not [sentence for sentence, n in Counter(attack.sentence for attack in SUITE).items() if n > 1]


@pytest.mark.parametrize("attack", SAMPLE, ids=str)
def test_a_sample_comes_to_nothing_at_level_b(attack: Attack, at_b: Sandbox, scene: Scene) -> None:
    sighting = watch(attack, at_b, scene)
    assert not sighting.harms, f"{attack.sentence}\n{sighting}"


# --------------------------------------------------------------------------- the whole suite


@pytest.mark.attacks
@pytest.mark.parametrize("attack", SUITE, ids=str)
def test_nothing_comes_of_it_at_level_b(attack: Attack, at_b: Sandbox, scene: Scene) -> None:
    sighting = watch(attack, at_b, scene)
    assert not sighting.harms, f"{attack.sentence}\n{sighting}"
    assert not sighting.is_blunt, f"it fails at an import, not at what is to stop it; go round: {sighting}"


@pytest.mark.attacks
@pytest.mark.parametrize("attack", SUITE, ids=str)
def test_it_does_its_harm_where_nothing_stops_it(attack: Attack, request: pytest.FixtureRequest, scene: Scene) -> None:
    if attack.needs == "root" and os.geteuid() != 0:
        pytest.skip("only root could do it")
    if attack.stopped_by == "host":
        seen = observe_naively(attack, scene)
        assert attack.harm in seen, f"the naive grader suffers only {sorted(seen)}"
    else:
        sighting = watch(attack, request.getfixturevalue("bare"), scene, PATIENT)
        assert attack.harm in sighting.harms, f"with no layer on: {sighting}"


# -------------------------------------------------------------------------------- the matrix

ALL = frozenset(LAYERS)
CONFIGURATIONS: dict[str, tuple[frozenset[str], int | None]] = {
    "A": (ALL, None),
    "B": (LEVEL_B, None),
    "B, ABI 1": (LEVEL_B, 1),
    "B, ABI 4": (LEVEL_B, 4),
    "C": (LEVEL_B - {"landlock"}, None),
    "D": (frozenset({"limits"}), None),
    **{f"A without {layer}": (ALL - {layer}, None) for layer in LAYERS if layer != "bubblewrap"},
    **{f"B without {layer}": (LEVEL_B - {layer}, None) for layer in ("limits", "uid", "seccomp")},
    **{f"{layer} alone": (frozenset({layer}), None) for layer in LAYERS if layer != "limits"},
    "none": (frozenset(), None),
}
SEEN: dict[str, dict[str, list[str]]] = {}  # by configuration and user, then by attack


def promised_against(attack: Attack, layers: frozenset[str]) -> frozenset[str] | None:
    """Return the harms that must not come of an attack under these layers; None: no harm at all may come of it."""
    if attack.stopped_by == "host" or {"limits", "seccomp"} <= layers:
        return None  # what Landlock and a user of its own stop, the system calls' filter stops as well
    promised: set[str] = set()
    if "seccomp" in layers:  # memory is all that it does not count
        promised |= {"hung", "survived", "read", "wrote", "connected", "forged", "changed", "shown", "crashed"}
    if "landlock" in layers:
        promised |= {"read"}
    if "bubblewrap" in layers:
        promised |= {"read", "wrote", "connected"}
    return frozenset(promised)


@pytest.fixture(scope="module")
def table(request: pytest.FixtureRequest) -> Iterator[None]:
    """Print, once all is done, how many attacks of each family did harm under each configuration."""
    yield
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print("\n\nattacks that did harm\n" + " " * 32 + "".join(f"{family[:9]:>10}" for family in FAMILIES))
        for name, seen in SEEN.items():
            counts = Counter(attack.split("/")[0] for attack, harms in seen.items() if harms)
            print(f"{name:32}" + "".join(f"{counts[family] or '.':>10}" for family in FAMILIES))
        print(f"{'of':32}" + "".join(f"{sum(a.family == family for a in SUITE):>10}" for family in FAMILIES))


@pytest.mark.matrix
@pytest.mark.parametrize("user", ["root", "nobody"])
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_layers_keep_their_promise(name: str, user: str, table: None) -> None:
    layers, abi = CONFIGURATIONS[name]
    on, seen, told = run_as(user, layers, abi)
    SEEN[f"{name}, {user}"] = seen
    assert {layer for layer, state in on.items() if state == "on"} >= layers - {"uid"} - at_odds(layers, user), on
    if name in ("A", "B", "C", "D"):
        assert level(on) == name
    broken = []
    for attack in SUITE:
        promised = promised_against(attack, layers)
        harms = set(seen[str(attack)])
        if harms if promised is None else harms & promised:
            broken.append(f"{attack}: {told[str(attack)]}")
    assert not broken, "\n".join(broken)


def at_odds(layers: frozenset[str], user: str) -> frozenset[str]:
    """Return the layers that say they do not hold: the limit of processes does not bind root."""
    return frozenset({"limits"}) if user == "root" and "uid" not in layers else frozenset()


def run_as(
    user: str, layers: frozenset[str], abi: int | None
) -> tuple[dict[str, str], dict[str, list[str]], dict[str, str]]:
    """Run the suite as a program of a user; return which layers held, and by attack the harms and the story."""
    if user == "root" and os.geteuid() != 0:
        pytest.skip("this is an ordinary user")
    command = [sys.executable, "-P", "-m", "tests.attacks.matrix", "--layers", ",".join(sorted(layers))]
    command += ["--abi", str(abi)] if abi else []
    if user == "nobody" and os.geteuid() == 0:
        command = [*REACHABLE, *hidden_folders(), "--", "setpriv", *BECOME_NOBODY, *command]
    with tempfile.TemporaryDirectory() as home:
        os.chmod(home, 0o777)
        environment = {**os.environ, "HOME": home, "TMPDIR": home, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(lines) != len(SUITE) + 1:
        pytest.fail(f"{user} cannot run the suite from {ROOT} with {sys.executable}:\n{done.stderr[-2000:]}")
    return lines[0], {name: harms for name, harms, _ in lines[1:]}, {name: story for name, _, story in lines[1:]}


# An interpreter under /root is out of an ordinary user's reach. In a mount namespace of the run's own, the folder that
# hides what is needed is covered by an empty one, and what is needed is put back at its place: HIDING NEEDED … --
REACHABLE = (
    *("unshare", "--mount", "--propagation", "private", "sh", "-ec"),
    """
    aside=$(mktemp -d); mount -t tmpfs none "$aside"; pairs=; number=0
    while [ "$1" != -- ]; do
        number=$((number + 1)); mkdir "$aside/$number"; mount --bind "$2" "$aside/$number"
        pairs="$pairs $1:$2:$number"; shift 2
    done
    shift
    for pair in $pairs; do
        hiding=${pair%%:*}; rest=${pair#*:}; needed=${rest%:*}
        [ -e "$hiding/.covered" ] || { mount -t tmpfs -o mode=755 none "$hiding"; touch "$hiding/.covered"; }
        mkdir -p "$needed"; mount --move "$aside/${rest#*:}" "$needed"
    done
    umount "$aside"; rmdir "$aside"; exec "$@"
    """,
    "sh",
)
BECOME_NOBODY = (f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all")


def hidden_folders() -> list[str]:
    """Return, for each folder that the suite needs and others may not reach, what hides it, and its own path."""
    pairs = []
    for needed in {Path(sys.base_prefix), Path(sys.prefix), ROOT}:
        hiding = [folder for folder in reversed(needed.parents) if not folder.stat().st_mode & stat.S_IXOTH]
        pairs += [str(hiding[0]), str(needed)] if hiding else []
    return pairs
