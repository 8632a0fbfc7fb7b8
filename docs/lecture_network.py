"""Write the network that the lecture's pages show: the convnet lesson's own, as its cells train it.

    python docs/lecture_network.py

Run it after a change of the lesson's training. The pages' weights are rounded to three places; the test of the pages
asks that the rounded network still tells pictures apart as well as the lesson says.
"""

import contextlib
import io
import json
import runpy
from pathlib import Path
from typing import Any

import numpy as np

ASSIGNMENTS = Path(__file__).parent.parent / "assignments"
TARGET = ASSIGNMENTS / "lecture" / "network.json"
SHOWN = (0, 1, 2, 3, 4, 5, 8, 12, 18, 25)  # epochs whose filters are kept


def main() -> None:
    """Run the lesson, and keep what its cells leave: parameters, losses, and filters on the way."""
    with contextlib.redirect_stdout(io.StringIO()):
        lesson = runpy.run_path(str(ASSIGNMENTS / "convnet" / "lesson.py"))
    w1, b1, w2, b2 = lesson["trained"]
    found = {name: rounded(value) for name, value in zip(("w1", "b1", "w2", "b2"), (w1, b1, w2, b2), strict=True)}
    found["losses"] = rounded(lesson["losses"])
    found["seen"] = [
        {"epoch": epoch, "filters": rounded(lesson["seen"][epoch])} for epoch in SHOWN if epoch < len(lesson["seen"])
    ]
    TARGET.write_text(json.dumps(found, separators=(",", ":")) + "\n", encoding="utf-8")


def rounded(values: Any) -> list[float]:
    """Return numbers in one row, with three places."""
    return [float(value) for value in np.round(np.ravel(values), 3)]


if __name__ == "__main__":
    main()
