"""A grader as they are commonly written, to prove that an attack is one: what does not harm it harms nothing.

One plain process grades a class: it holds the expected answers, runs one submission after another, compares with
`numpy.allclose` and prints a line of JSON for each, with the objects pickled in it. The process that started it
waits for as long as it takes,
believes every line, and pastes what it says into a text, a page and a table. Deliberately without a defence.

    python -P naive.py TASK.json FOLDER

writes ``lines.jsonl``, ``report.txt``, ``report.html`` and ``summary.csv`` into the folder. Not for use.
"""

import base64
import contextlib
import io
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path


def run(file: str) -> None:
    """Grade a class, here and now."""
    import numpy as np

    os.dup2(1, 3)
    task = json.loads(Path(file).read_text())
    inputs = [np.array(values) for values in task["inputs"]]
    expected = [np.array(values) for values in task["expected"]]
    for name, source in task["submissions"]:
        printed = io.StringIO()
        passed, answers, message, raised = 0, [], "", None
        try:
            with contextlib.redirect_stdout(printed):
                namespace: dict = {"__name__": name}
                exec(compile(source, f"{name}.py", "exec"), namespace)
                for x, want in zip(inputs, expected, strict=True):
                    answers.append(namespace["f"](x))
                    passed += bool(np.allclose(answers[-1], want))
        except Exception as error:
            message, raised = f"{type(error).__name__}: {error}", error
        pickled = ""
        with contextlib.suppress(Exception):  # what cannot be pickled travels as JSON alone
            pickled = base64.b64encode(pickle.dumps((answers, raised))).decode()
        shown = [np.asarray(answer).tolist() for answer in answers]
        line = {"name": name, "passed": passed, "answers": shown, "message": message, "printed": printed.getvalue()}
        line["pickled"] = pickled
        print(json.dumps(line), flush=True)


def main(file: str, folder: Path) -> None:
    """Start the process, believe what it says, and write it down."""
    command = [sys.executable, "-P", __file__, file]
    reports = {}
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, close_fds=False) as process,
        (folder / "lines.jsonl").open("w") as lines,
    ):
        assert process.stdout is not None
        for line in process.stdout:
            lines.write(line)
            lines.flush()
            report = json.loads(line)
            with contextlib.suppress(Exception):  # to look at answers and tracebacks later, as many do
                report["objects"] = pickle.loads(base64.b64decode(report["pickled"]))
            reports[report["name"]] = report
    if process.returncode:
        sys.exit(f"the class could not be graded: {process.returncode}")
    text, rows, cells = "", "", "student,score,message\n"
    for name, report in reports.items():
        text += f"{name}: {report['passed']} of 2\n{report['message']}\n{report['printed']}\n"
        rows += f"<tr><td>{name}<td>{report['passed']}<td>{report['message']}<td>{report['printed']}</tr>\n"
        cells += f"{name},{report['passed']},{report['message']}\n"
    (folder / "report.txt").write_text(text, errors="surrogatepass")
    (folder / "report.html").write_text(f"<table>\n{rows}</table>\n", errors="surrogatepass")
    (folder / "summary.csv").write_text(cells, errors="surrogatepass")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2])) if len(sys.argv) > 2 else run(sys.argv[1])
