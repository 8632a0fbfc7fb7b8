"""How a child confines itself, and proves it, before it sees source. Standard library only.

The zygote prepares once what is costly (`Confinement`). Every child then applies the layers; the order is such that no
layer forbids what the next one needs. After each layer the child tries something that is forbidden now. The layer is
``"on"`` only if the attempt failed in the way that this layer makes it fail; otherwise its line says why it is not. The
host derives the isolation level from these lines alone.
"""

import errno
import os
import socket
import stat
from collections.abc import Callable
from typing import Any

from . import landlock, limits, seccomp, system

ON = "on"
OFF = "switched off"


class Confinement:
    """What a child needs to confine itself, prepared in the zygote.

    Parameters
    ----------
    config : mapping
        ``layers``: those to use; ``landlock_abi``: the newest to use, or None; ``memory_mib``; ``cpu_seconds``;
        ``hidden``: a file that exists outside and that bubblewrap hides; ``users``: the first, and how many, of those
        that children may have when the grader runs as root.
    """

    def __init__(self, config: dict[str, Any]) -> None:
        self.wanted = frozenset(config["layers"])
        self.config = config
        self.ruleset: int | None = None
        self.program = b""  # the children's filter
        self.without: dict[str, str] = {}  # why a layer cannot be had, found out beforehand
        self.public = next((folder for folder in ("/", "/usr") if _is_public(folder)), None)
        self.forked = 0
        self.zygote = os.getpid()
        if system.IS_LINUX:
            system.adopt_orphans()
            system.gain_nothing()
            system.hide_memory()
        self._try("landlock", self._prepare_landlock)
        self.in_use = limits.virtual_bytes()  # a fork has as much
        self._try("seccomp", self._prepare_seccomp)

    def _try(self, layer: str, step: Callable[[], None]) -> None:
        if layer not in self.wanted:
            self.without[layer] = OFF
            return
        try:
            step()
        except OSError as error:
            self.without[layer] = error.strerror or str(error)

    def _prepare_landlock(self) -> None:
        if self.public is None:
            raise OSError(errno.ENOENT, "there is no public folder to try it on")
        newest = self.config["landlock_abi"]
        abi = landlock.version() if newest is None else min(landlock.version(), newest)
        self.ruleset = landlock.ruleset(abi)

    def _prepare_seccomp(self) -> None:
        if seccomp.MACHINE not in seccomp.AUDIT:
            raise OSError(errno.ENOSYS, f"no table of system calls for {seccomp.MACHINE}")
        self.program = seccomp.child_program(seccomp.MACHINE)
        seccomp.install(seccomp.zygote_program(seccomp.MACHINE))

    # ---- in the child

    def apply(self) -> dict[str, str]:
        """Confine this process; return what holds, by layer."""
        states = {"bubblewrap": self._bubblewrap()}
        states["limits"] = self._layer("limits", self._limit)
        states["uid"] = self._layer("uid", self._change_user)
        if system.IS_LINUX:  # after the user changed: a change of user undoes both
            system.hide_memory()
            system.die_with(self.zygote)
        if states["limits"] == ON and not _fails(_start_process, errno.EAGAIN):
            states["limits"] = "the limit of processes does not hold"
        states["landlock"] = self._layer("landlock", self._restrict_files)
        if self.ruleset is not None:
            os.close(self.ruleset)
        states["seccomp"] = self._layer("seccomp", self._restrict_calls)
        return states

    def _layer(self, name: str, step: Callable[[], str]) -> str:
        if name not in self.wanted or name in self.without:
            return self.without.get(name, OFF)
        try:
            return step()
        except (OSError, ValueError) as error:
            return getattr(error, "strerror", None) or str(error)

    def _bubblewrap(self) -> str:
        if "bubblewrap" not in self.wanted:
            return OFF
        return "files outside are in sight" if os.path.lexists(self.config["hidden"]) else ON

    def _limit(self) -> str:
        memory, seconds, files = (self.config[key] for key in ("memory_mib", "cpu_seconds", "open_files"))
        return limits.apply(in_use=self.in_use, memory_mib=memory, cpu_seconds=seconds, open_files=files)

    def _change_user(self) -> str:
        if os.geteuid() == 0:
            first, count = self.config["users"]  # that no other zygote has
            user = first + self.forked % count
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        # EINVAL: the user namespace that bubblewrap makes for an ordinary user has no user 0
        if 0 in os.getresuid() or not _fails(lambda: os.setresuid(0, 0, 0), errno.EPERM, errno.EINVAL):
            return "the process can still be root"
        return ON

    def _restrict_files(self) -> str:
        assert self.ruleset is not None
        landlock.restrict(self.ruleset)
        return ON if _fails(self._open, errno.EACCES) else "a folder can still be opened"

    def _restrict_calls(self) -> str:
        seccomp.install(seccomp.for_pid(self.program, os.getpid()))
        for what, attempt in (("file", self._open), ("socket", _open_socket), ("process", _start_process)):
            if not _fails(attempt, errno.EPERM):
                return f"a {what} can still be had"
        return ON

    def _open(self) -> None:
        os.close(os.open(self.public or "/", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))


def _is_public(folder: str) -> bool:
    """Whether everyone may open a folder, so that a failure to do so is the confinement's doing."""
    everyone = stat.S_IROTH | stat.S_IXOTH
    try:
        return os.stat(folder).st_mode & everyone == everyone
    except OSError:
        return False


def _fails(attempt: Callable[[], None], *errors: int) -> bool:
    """Whether an attempt fails with one of these errors, which tell the layer that stopped it."""
    try:
        attempt()
    except OSError as refused:
        return refused.errno in errors
    return False


def _open_socket() -> None:
    socket.socket(socket.AF_UNIX, socket.SOCK_STREAM).close()


def _start_process() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
