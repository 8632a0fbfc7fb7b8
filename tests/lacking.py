"""A Python that lacks what another system lacks: for tests of what the grader does there."""

import sys
from pathlib import Path

# Run by the interpreter before anything of ours; it leaves the standard library what that brings along itself elsewhere
BEGIN = """
import runpy, sys
arguments = sys.argv[1:]
{program}
sys.executable = {python!r}
if arguments[0] == "-m":
    sys.argv = arguments[1:]
    runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
elif arguments[0] == "-c":
    sys.argv = ["-c", *arguments[2:]]
    exec(compile(arguments[1], "<string>", "exec"), {{"__name__": "__main__"}})
else:
    sys.argv = arguments
    runpy.run_path(arguments[0], None, "__main__")
"""
# Its own options come first and belong to the interpreter; `begin.py` takes the place of what is to be run.
PYTHON = """#!/bin/sh
options=
while :; do
    case "$1" in
        -X|-W) options="$options $1 $2"; shift 2;;
        -m|-c|[!-]*) break;;
        *) options="$options $1"; shift;;
    esac
done
exec {executable} $options {begin} "$@"
"""


def python_that_runs_first(folder: Path, program: str) -> Path:
    """Return an interpreter that runs a program before whatever it is told to run, and so do those that it starts."""
    python, begin = folder / "python", folder / "begin.py"
    begin.write_text(BEGIN.format(program=program, python=str(python)), encoding="utf-8")
    python.write_text(PYTHON.format(executable=sys.executable, begin=begin), encoding="utf-8")
    python.chmod(0o755)
    return python


# What Windows lacks of the modules and functions that Linux has; `subprocess` there works without them.
WINDOWS = """
# asyncio's part for Linux asks for os.sysconf: first
import asyncio, os, select, shutil, signal, socket, subprocess, time, types
shutil._USE_CP_SENDFILE = False  # files are copied without it there
for name in ("os", "select", "signal"):  # its own, as they are now
    setattr(subprocess, name, types.SimpleNamespace(**vars(getattr(subprocess, name))))
MODULES = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "curses", "readline", "syslog", "crypt")
for name in MODULES:
    sys.modules[name] = None
FUNCTIONS = {
    os: "chown chroot ctermid fchdir fchmod fchown fork forkpty getegid geteuid getgid getgrouplist getgroups "
    "getloadavg getpgid getpgrp getpriority getresgid getresuid getsid getuid initgroups killpg lchown lockf "
    "mkfifo mknod nice openpty pathconf pidfd_open pipe2 posix_fadvise posix_fallocate posix_spawn pread "
    "preadv pwrite pwritev readv register_at_fork sched_getaffinity sched_setaffinity sched_yield sendfile "
    "set_blocking setegid seteuid setgid setgroups setpgid setpriority setregid setresgid setresuid setreuid "
    "setsid setuid statvfs sync sysconf tcgetpgrp ttyname wait wait3 wait4 waitid writev memfd_create "
    "getrandom O_NOFOLLOW O_CLOEXEC O_DIRECTORY O_NONBLOCK WIFSIGNALED WIFEXITED WTERMSIG WEXITSTATUS WNOHANG "
    "confstr makedev eventfd copy_file_range splice getxattr setxattr fdatasync sched_setscheduler",
    signal: "SIGKILL SIGSTOP SIGCONT SIGCHLD SIGHUP SIGQUIT SIGALRM SIGUSR1 SIGUSR2 SIGXCPU SIGXFSZ SIGSYS SIGPIPE "
    "SIGBUS SIGTRAP SIGTSTP SIGWINCH SIG_BLOCK ITIMER_REAL getitimer siginterrupt pause "
    "alarm setitimer pthread_kill pthread_sigmask sigwait pidfd_send_signal",
    socket: "AF_UNIX send_fds recv_fds",
    select: "poll epoll POLLIN POLLOUT",
    time: "clock_gettime clock_getres tzset pthread_getcpuclockid",
}
os.supports_dir_fd, os.supports_fd = set(), set()
for module, names in FUNCTIONS.items():
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)
"""
