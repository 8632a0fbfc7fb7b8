"""What lies in integrations/ can be read by the systems it is for, and its scripts do what they say."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import click
import jsonschema
import pytest

from grader.cli import cli, main
from tests.exports.schemas import CLASSROOM50, PRAIRIELEARN

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
INTEGRATIONS = ROOT / "integrations"
CLASS = ROOT / "examples" / "class"
TEMPLATES = (path for path in (ROOT / "grader/export/templates").glob("*/*[!y]") if path.is_file())
SCRIPTS = sorted([*INTEGRATIONS.glob("*/*.sh"), *TEMPLATES])
YAML = {
    "github/action.yml": "vendor.github-actions",
    "github/grade.yml": "vendor.github-workflows",
    "gitlab/convgrader.gitlab-ci.yml": "vendor.gitlab-ci",
    "gitlab/example.gitlab-ci.yml": "vendor.gitlab-ci",
}


@pytest.mark.parametrize(("file", "schema"), YAML.items())
def test_yaml_follows_its_systems_schema(file: str, schema: str) -> None:
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [str(program), "--builtin-schema", schema, str(INTEGRATIONS / file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_scripts_are_shell_that_shellcheck_accepts(script: Path) -> None:
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    assert subprocess.run(["bash", "-n", str(script)], timeout=20, check=False).returncode == 0
    if shutil.which("shellcheck"):
        done = subprocess.run(["shellcheck", str(script)], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout


def test_no_input_of_the_action_is_put_into_a_script() -> None:
    text = (INTEGRATIONS / "github" / "action.yml").read_text(encoding="utf-8")
    assert not [line for line in re.findall(r"run:.*", text) if "${{" in line]


def options_used(text: str) -> set[str]:
    """Return the long options that a script gives `grader check`."""
    return set(re.findall(r"--(?!no-|with|depth)[a-z][a-z-]+", text)) - {"--seed"}


@pytest.mark.parametrize("file", ["github/grade.sh", "gitlab/convgrader.gitlab-ci.yml", "prairielearn/grade.sh"])
def test_scripts_use_options_that_there_are(file: str) -> None:
    check = cli.get_command(click.Context(cli), "check")
    assert check is not None
    known = {name for parameter in check.params for name in parameter.opts}
    text = (INTEGRATIONS / file).read_text(encoding="utf-8")
    assert options_used(text) <= known


def fake_environment(folder: Path) -> dict[str, str]:
    """A PATH on which `grader`, `python` and pip are this environment's, and pip installs nothing."""
    programs = folder / "bin"
    programs.mkdir()
    venv = f'[ "$2 $3" = "-m venv" ] && mkdir -p "$4/bin" && cp "{programs}"/* "$4/bin" && exit 0\n'
    python = f'#!/bin/sh\n{venv}exec "{sys.executable}" "$@"\n'
    grader = f'#!/bin/sh\nexec "{sys.executable}" -I -c "from grader.cli import main; main()" "$@"\n'
    for name, text in {"python": python, "grader": grader, "pip": "#!/bin/sh\n"}.items():
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    return {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}


def test_the_action_grades_a_repository(tmp_path: Path) -> None:
    env = fake_environment(tmp_path)
    (tmp_path / "repository" / "lab").mkdir(parents=True)
    shutil.copy(CLASS / "fatima.py", tmp_path / "repository" / "lab" / "conv.py")
    for name in (
        "json",
        "secrets",
        "venv",
        "numpy",
        "click",
        "sitecustomize",
    ):  # a student's, and not to be taken for ours
        (tmp_path / "repository" / f"{name}.py").write_text("open('owned', 'w').close()\n", encoding="utf-8")
    env |= {"ASSIGNMENT": "conv-layer", "SUBMISSION": "lab/conv.py", "INSTALL": "convgrader", "LEVEL": "C"}
    env |= {"RUNNER_TEMP": str(tmp_path), "SEED": "a long and random line"}
    env |= {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "GITHUB_OUTPUT": str(tmp_path / "output")}
    command = ["bash", str(INTEGRATIONS / "github" / "grade.sh")]
    done = subprocess.run(
        command, env=env, cwd=tmp_path / "repository", capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 1, done.stderr
    assert not (tmp_path / "repository" / "owned").exists()
    lines = done.stdout.splitlines()
    (begin,) = [n for n, line in enumerate(lines) if line.startswith("::stop-commands::")]
    token = lines[begin].removeprefix("::stop-commands::")
    assert lines.index(f"::{token}::") > begin
    assert "::error file=lab/conv.py" in done.stdout
    score = (tmp_path / "output").read_text(encoding="utf-8").splitlines()[0].removeprefix("score=")
    assert f"::notice title=Points::{score} of 50" in lines
    assert (tmp_path / "summary").read_text(encoding="utf-8").startswith("## conv")
    assert not list(tmp_path.glob("grade.*/seed.txt"))


def test_the_autograder_of_classroom50_writes_what_the_runner_reads(tmp_path: Path, monkeypatch) -> None:
    bundle, checkout = tmp_path / "bundle", tmp_path / "checkout"
    with pytest.raises(SystemExit) as stopped:
        main(["export", "--format", "classroom50", "--package", "-a", "conv-layer", "--out", str(bundle)])
    assert not stopped.value.code
    assert {path.name for path in bundle.iterdir()} == {"autograder.py", "settings.json"}
    checkout.mkdir()
    shutil.copy(CLASS / "fatima.py", checkout / "conv_layer.py")
    (tmp_path / "elsewhere").write_text("safe")
    (checkout / "result.json").symlink_to(tmp_path / "elsewhere")
    programs = Path(fake_environment(tmp_path)["PATH"].partition(":")[0])
    real = subprocess.run

    def run(command, **options):  # no network: what would be installed is this environment's
        words = list(map(str, command))
        if "venv" in words:
            return shutil.copytree(programs, Path(words[-1]) / "bin")
        return None if words[0].endswith("pip") else real(command, **options)

    given = {"CLASSROOM": "cv", "ASSIGNMENT": "lab", "SUBMISSION_TAG": "submit/1", "COMMIT_URL": "https://x/1"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.chdir(checkout)
    assert runpy.run_path(str(bundle / "autograder.py"))["main"]() == 0
    result = json.loads((checkout / "result.json").read_text(encoding="utf-8"))
    jsonschema.validate(result, CLASSROOM50)
    assert (tmp_path / "elsewhere").read_text() == "safe"
    assert {key: result[key] for key in ("classroom", "assignment", "submission", "commit", "review")} == {
        "classroom": "cv",
        "assignment": "lab",
        "submission": "submit/1",
        "commit": "https://x/1",
        "review": "https://x/1",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", result["datetime"])
    assert 0 < result["score"] < result["max-score"] == 50
    assert (checkout / "feedback.html").is_file()
    assert (checkout / "release-body.md").is_file()


def test_a_seed_never_goes_into_what_classroom50_publishes(tmp_path: Path, capsys) -> None:
    (tmp_path / "seed").write_text("a long and random line")
    package = ["export", "--format", "classroom50", "--package", "-a", "conv-layer", "--out", str(tmp_path / "out")]
    with pytest.raises(SystemExit) as stopped:
        main([*package, "--seed-file", str(tmp_path / "seed")])
    assert stopped.value.code == 2
    assert "a seed in one is no secret" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("settings", ["ASSIGNMENT=conv-layer\nSUBMISSION=conv_layer.py\n", "ASSIGNMENT=no-such\n"])
def test_prairielearns_image_always_leaves_a_result(tmp_path: Path, settings: str) -> None:
    env = fake_environment(tmp_path)
    for name in ("student", "tests"):
        (tmp_path / name).mkdir()
    shutil.copy(CLASS / "fatima.py", tmp_path / "student" / "conv_layer.py")
    (tmp_path / "tests" / "settings.env").write_text(settings, encoding="utf-8")
    script = ["bash", str(INTEGRATIONS / "prairielearn" / "grade.sh")]
    env["GRADE"] = str(tmp_path)
    done = subprocess.run(script, env=env, capture_output=True, text=True, timeout=120, check=False)
    result = json.loads((tmp_path / "results" / "results.json").read_text(encoding="utf-8"))
    if "no-such" in settings:
        assert done.returncode == 2
        assert result["gradable"] is False
    else:
        jsonschema.validate(result, PRAIRIELEARN)
        assert result["score"] == pytest.approx(32.08 / 50, abs=1e-3)


def test_prairielearns_question_keeps_its_limits() -> None:
    info = json.loads((INTEGRATIONS / "prairielearn" / "question" / "info.json").read_text(encoding="utf-8"))
    options = info["externalGradingOptions"]
    assert options["timeout"] <= 600
    assert options["enableNetworking"] is False
    assert info["gradingMethod"] == "External"


def test_every_integration_has_a_readme_and_stands_in_the_overview() -> None:
    overview = (INTEGRATIONS / "README.md").read_text(encoding="utf-8")
    for folder in (path for path in INTEGRATIONS.iterdir() if path.is_dir()):
        assert (folder / "README.md").is_file()
        assert f"({folder.name}/README.md)" in overview
