"""Grade one submission for Classroom 50. What differs between assignments is in settings.json beside this file.

The runner starts it in the student's checkout, once for each submission, and reads result.json from there. Nothing of
the checkout is imported by this process; the grader runs the student's code confined, in processes that open no file.
"""

import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
IDENTITY = {"classroom": "CLASSROOM", "assignment": "ASSIGNMENT", "submission": "SUBMISSION_TAG"}
LINKS = {"commit": "COMMIT_URL", "release": "RELEASE_URL", "review": "REVIEW_URL"}
FILES = ("result.json", "release-body.md", "feedback.html")


def main() -> int:
    """Grade, and write what the runner reads; return 0 where the grader gave a result."""
    settings = json.loads((HERE / "settings.json").read_text(encoding="utf-8"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    for name in FILES:
        Path(name).unlink(missing_ok=True)  # a student may have committed one, or a link of that name
    with tempfile.TemporaryDirectory() as work:
        programs = Path(work) / "env" / "bin"
        subprocess.run([sys.executable, "-I", "-m", "venv", Path(work) / "env"], check=True, env=environment)
        subprocess.run(
            [programs / "pip", "install", "-q", settings["requirement"]], check=True, cwd=HERE, env=environment
        )
        own = ["--assignments", HERE / "assignments"] if (HERE / "assignments").is_dir() else []
        options = ["-a", settings["assignment"], "--level", "C", "--export", f"classroom50={work}/out", *own]
        done = subprocess.run([programs / "grader", "check", settings["submission"], *options], env=environment)
        if done.returncode not in (0, 1):
            return done.returncode
        for name in FILES:
            Path(name).write_bytes((Path(work) / "out" / name).read_bytes())
    result = Path("result.json")
    result.write_text(
        json.dumps(json.loads(result.read_text(encoding="utf-8")) | who_and_when(), indent=1), encoding="utf-8"
    )
    return 0


def who_and_when() -> dict[str, str]:
    """Return what the runner says of the submission, and the time of its commit."""
    known = {key: os.environ[name] for key, name in (IDENTITY | LINKS).items() if os.environ.get(name)}
    known.setdefault("review", known.get("commit", ""))
    asked = ["git", "show", "--no-patch", "--format=%ct", "HEAD"]
    seconds = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    now = datetime.datetime.now(datetime.UTC)
    when = datetime.datetime.fromtimestamp(int(seconds), datetime.UTC) if seconds.isdecimal() else now
    return known | {"datetime": when.strftime("%Y-%m-%dT%H:%M:%SZ")}


if __name__ == "__main__":
    sys.exit(main())
