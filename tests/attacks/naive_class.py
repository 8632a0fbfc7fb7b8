"""How a script of an afternoon takes in a class, to prove that a hand-in is an attack. It has no defence at all.

    python -P naive_class.py CLASS OUT

Whatever is an archive is unpacked where it lies. Each student's files are read, notebooks are run as IPython would run
them, a module is run in its own folder, and tests beside it are collected. Names, texts and outputs are pasted into a
text, a page and a table. Not for use.
"""

import contextlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

HONEST = Path(__file__).parents[2] / "examples" / "class" / "ada.py"


def unpack(path: Path) -> None:
    """Unpack an archive as its names say, links too."""
    if tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            archive.extractall(path.parent, filter="fully_trusted")
        return
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            to = os.path.join(path.parent, info.filename)
            if info.filename.endswith("/"):
                os.makedirs(to, exist_ok=True)
                continue
            os.makedirs(os.path.dirname(to), exist_ok=True)
            if info.external_attr >> 16 & 0o170000 == 0o120000:
                os.symlink(archive.read(info), to)
            else:
                with open(to, "wb") as file:
                    file.write(archive.read(info))


def run_notebook(path: Path) -> str:
    """Run a notebook's cells; return what they show, and what they showed at home."""
    shown = []
    namespace: dict = {}
    for cell in json.loads(path.read_text())["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] != "code":
            shown.append(source)
            continue
        for output in cell.get("outputs", ()):
            shown += ["".join(data) for data in output.get("data", {}).values()] + ["".join(output.get("text", ""))]
        for line in run_cell(source, path.parent, namespace):
            shown.append(line)
    return "\n".join(shown)


def run_cell(source: str, place: Path, namespace: dict):
    """Run one cell; yield what it prints."""
    first, _, rest = source.partition("\n")
    if first.startswith(("%%bash", "%%sh", "%%script")):
        yield subprocess.run(["sh", "-c", rest], cwd=place, capture_output=True, text=True).stdout
        return
    if first.startswith("%%writefile"):
        (place / first.split(maxsplit=1)[1]).write_text(rest)
        return
    if first.startswith("%%html"):
        yield rest
        return
    printed = io.StringIO()

    def system(command: str) -> str:
        return subprocess.run(command, shell=True, cwd=place, capture_output=True, text=True).stdout

    namespace["system"] = system
    lines = []
    for line in source.splitlines():
        line = re.sub(r"^(\s*(?:\w+ *= *)?)!(.*)$", lambda m: f"{m[1]}system({m[2]!r})", line)
        line = re.sub(r"get_ipython\(\)\.system", "system", line)
        line = re.sub(r"^%run (.*)$", lambda m: f"exec(open({str(place / m[1])!r}).read())", line)
        lines.append(line)
    with contextlib.redirect_stdout(printed):
        exec("\n".join(lines), namespace)
    yield printed.getvalue()


def main(place: Path, out: Path) -> None:
    """Take in, run, paste."""
    (out / "reports").mkdir()
    text, rows, cells = "", "", "student,points,said\n"
    for student in sorted(place.iterdir(), key=lambda path: (path.name != "ada", path.name)):
        files = [student]
        if student.is_dir():
            for path in [*student.rglob("*.zip"), *student.rglob("*.tar.gz")]:
                unpack(path)
            files = [Path(at, name) for at, _, names in os.walk(student, followlinks=True) for name in names]
        elif student.suffix == ".zip":
            unpack(student)
        said, points = "", 0
        for path in files:
            content = path.read_text(errors="replace")
            points = max(points, 50 * (content == HONEST.read_text()))
            if path.suffix == ".ipynb":
                said += run_notebook(path)
            elif path.suffix == ".py" and student.name != "ada":
                command = [sys.executable, path.name]
                if path.name == "conftest.py":
                    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
                environment = {**os.environ, "PYTHONPATH": str(path.parent), "PYTHONDONTWRITEBYTECODE": "1"}
                done = subprocess.run(command, cwd=path.parent, env=environment, capture_output=True, text=True)
                said += content + done.stdout
        name = student.name.removesuffix(".py")
        print(name, points, flush=True)
        text += f"{name}: {points}\n{said}\n"
        rows += f"<tr><td>{name}<td>{points}<td>{said}</tr>\n"
        cells += f"{name},{points},{said}\n"
        shelf = out / "reports" / (name.casefold() + ".txt")
        shelf.write_text(f"earned {points}\n")
        shutil.copyfile(shelf, out / "last.txt")
    (out / "report.txt").write_text(text)
    (out / "report.html").write_text(f"<table>\n{rows}</table>\n")
    (out / "summary.csv").write_text(cells)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
