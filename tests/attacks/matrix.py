"""Run attacks under one configuration and print what each came to, a line of JSON each.

    python -m tests.attacks.matrix [--layers limits,uid] [--abi 4] [--patient] [FAMILY/NAME ...]

A program of its own, so that the suite can run it as another user.
"""

import argparse
import fnmatch
import json

from grader.sandbox.levels import LAYERS

from .harness import PATIENT, SHORT, attacks, configured, watch
from .scene import Scene


def main() -> None:
    """Run what the arguments name; the first line says which layers were on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layers", default=",".join(LAYERS), help="separated by commas; empty for none")
    parser.add_argument("--abi", type=int, help="the newest Landlock ABI to use")
    parser.add_argument("--patient", action="store_true", help="give every call the time to do its harm")
    parser.add_argument("patterns", nargs="*", default=["*"])
    arguments = parser.parse_args()
    layers = [layer for layer in arguments.layers.split(",") if layer]
    with Scene() as scene, configured(layers, arguments.abi) as sandbox:
        _ = sandbox.level  # a first child says what is on
        print(json.dumps(sandbox.layers), flush=True)
        for attack in attacks():
            if any(fnmatch.fnmatch(str(attack), pattern) for pattern in arguments.patterns):
                sighting = watch(attack, sandbox, scene, PATIENT if arguments.patient else SHORT)
                print(json.dumps([str(attack), sorted(sighting.harms), str(sighting)]), flush=True)


if __name__ == "__main__":
    main()
