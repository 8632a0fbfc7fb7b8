"""Run by a Python that has nbgrader: its own gradebook writes grades.csv, its validator reads our notebook.

``python read_nbgrader.py CSV NOTEBOOK``: of each line of CSV (ours), make the student and the submission in an
nbgrader gradebook, let its CSV plugin export it, and print both as JSON; then validate the notebook's metadata.
"""

import csv
import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.plugins.export import CsvExportPlugin


def their_export(lines: list) -> list:
    """Return what nbgrader exports of a gradebook with these scores."""
    with tempfile.TemporaryDirectory() as folder, Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        name = lines[0]["assignment"]
        book.add_assignment(name)
        book.add_notebook("conv", name)
        book.add_grade_cell("cell", "conv", name, max_score=float(lines[0]["max_score"]), cell_type="code")
        for line in lines:
            student = line["student_id"]
            person = {key: line[key] for key in ("last_name", "first_name", "email")}
            book.add_student(student, **person)
            if not line["timestamp"]:
                continue
            submission = book.add_submission(name, student)
            submission.timestamp = datetime.fromisoformat(line["timestamp"])
            (notebook,) = submission.notebooks
            notebook.late_submission_penalty = float(line["late_submission_penalty"])
            (grade,) = notebook.grades
            grade.manual_score = float(line["raw_score"])
        book.db.commit()
        plugin = CsvExportPlugin()
        plugin.to = str(Path(folder) / "grades.csv")
        plugin.export(book)
        return list(csv.DictReader(Path(plugin.to).read_text(encoding="utf-8").splitlines()))


if __name__ == "__main__":
    ours = list(csv.DictReader(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()))
    MetadataValidator().validate_nb(nbformat.read(sys.argv[2], as_version=4))
    print(json.dumps({"ours": ours, "theirs": their_export(ours)}))
