"""The command that starts the zygote inside bubblewrap: its own namespaces, and no file of the user in sight.

Inside are /usr, the interpreter with its standard library, numpy's folder as ``/packages``, and the worker's own
files as ``/sandbox``; everything read-only. The grader's package and the interpreter's other packages are covered.
"""

import os
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

HIDDEN = "/etc/passwd"  # there on every Linux system, and not inside: the child looks for it
WORKER, PACKAGES = "/sandbox", "/packages"
SHARED = ("/usr", "/lib", "/lib64", "/bin")  # links into /usr on most systems
SEPARATE = ("ipc", "pid", "net", "uts")  # a user namespace comes by itself where the caller is not root
CAPABILITIES = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL")  # root's zygote gives each child a user of its own


def program() -> str | None:
    """Return the path of bubblewrap, None where it is not installed."""
    return shutil.which("bwrap") if sys.platform == "linux" else None


def wrapped(bwrap: str, worker: Path, folders: Sequence[Path]) -> tuple[list[str], list[str]]:
    """Return the command up to the interpreter's path, and the worker's search path inside.

    Parameters
    ----------
    bwrap : str
        Path of bubblewrap.
    worker : Path
        Folder of the worker's files.
    folders : sequence of Path
        Folders that modules are imported from, numpy's first.
    """
    python = os.path.realpath(sys.executable)
    command = [bwrap, "--die-with-parent", "--cap-drop", "ALL"]
    for name in SEPARATE:
        command.append(f"--unshare-{name}")
    if os.geteuid() == 0:
        for name in CAPABILITIES:
            command += ["--cap-add", name]
    for system in SHARED:
        if os.path.islink(system):
            command += ["--symlink", os.readlink(system), system]
        elif os.path.isdir(system):
            command += ["--ro-bind", system, system]
    command += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    if not sys.base_prefix.startswith("/usr"):
        command += ["--ro-bind", sys.base_prefix, sys.base_prefix]
    for others in {sysconfig.get_path(kind, vars={"base": sys.base_prefix}) for kind in ("purelib", "platlib")}:
        if os.path.isdir(others) and others.startswith(sys.base_prefix):
            command += ["--tmpfs", others]
    inside = []
    for number, folder in enumerate(folders):
        name = f"{PACKAGES}{number or ''}"
        command += ["--ro-bind", str(folder), name]
        if (folder / "grader").is_dir():
            command += ["--tmpfs", f"{name}/grader"]
        inside.append(name)
    command += ["--ro-bind", str(worker), WORKER, "--proc", "/proc", "--dev", "/dev", "--chdir", "/", "--", python]
    return command, [WORKER, *inside]
