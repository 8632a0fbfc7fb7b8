"""Run by a Python that has Otter: its own code reads our results and makes final_grades.csv of them.

``python read_otter.py FOLDER``: reads each ``*.json``, merges them as ``otter grade`` does, and prints the table.
"""

import sys
from pathlib import Path

from otter.grade.utils import merge_scores_to_df
from otter.test_files import GradingResults

if __name__ == "__main__":
    read = []
    for path in sorted(Path(sys.argv[1]).glob("*.json")):
        results = GradingResults.from_ottr_json(path.read_text(encoding="utf-8"))
        results.file = path.stem
        read.append(results)
    print(merge_scores_to_df(read).to_csv(index=False), end="")
