"""What a student types on each system, from nothing to a first report."""

PACKAGE = "convgrader"  # what pip installs
COLAB = (f"%pip install -q {PACKAGE}", "from grader.notebook import check")


def installing(folder: str, command: str) -> list[str]:
    """Return the lines of Markdown that tell it.

    Parameters
    ----------
    folder : str
        The folder to work in, as the lines name it.
    command : str
        What to ask `grader` for, once it is there.
    """
    unix = (f"cd {folder}", "python3 -m venv .venv", f".venv/bin/pip install {PACKAGE}", f".venv/bin/grader {command}")
    windows = (
        f"cd {folder}",
        "py -m venv .venv",
        rf".venv\Scripts\pip install {PACKAGE}",
        rf".venv\Scripts\grader {command}",
    )
    return [
        *block("Windows, in PowerShell:", "powershell", windows),
        *block("macOS, in Terminal:", "sh", unix),
        *block("Linux, in a terminal; Debian and Ubuntu need `sudo apt install python3-venv` once:", "sh", unix),
        *block("Colab: upload the notebook, and make this its first cell:", "python", COLAB),
        "On Colab, call `check` with a function's name in the cell that defines it, or below.",
        "",
        "To open a notebook on your own machine, install JupyterLab beside it, `.venv/bin/pip install jupyterlab`, and",
        "start it from there, `.venv/bin/jupyter lab`; on Windows `.venv\\Scripts` stands for `.venv/bin`. In",
        "an editor such as VS Code, choose the Python in `.venv` as the notebook's kernel.",
        "",
    ]


def block(opening: str, language: str, lines: tuple[str, ...]) -> list[str]:
    """Return a sentence and what to type."""
    return [opening, "", f"```{language}", *lines, "```", ""]
