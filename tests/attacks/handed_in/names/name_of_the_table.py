"""The hand-in is called as a file that the grader itself writes.

harm: crashed
"""


def make(place):
    for name in ("summary.csv", "index.html", "report.json", ".summary.csv.partial", "gradebook.db"):
        (place / name).mkdir()
        (place / name / "conv\x85.py").write_text("x = 1\n")
    (place / ("summary" * 36)).mkdir()
    (place / ("summary" * 36) / "conv.py").write_text("x = 1\n")
