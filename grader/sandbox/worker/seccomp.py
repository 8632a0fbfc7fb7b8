"""Seccomp: the few system calls a child may make, as two BPF programs. Pure but for `install`; standard library only.

The kernel runs every installed program at each system call and takes the strictest verdict. So the long
list is installed once, in the zygote: it holds what a child may do and, beyond that, what the zygote needs to
fork and confine one (`ZYGOTE_ONLY`). The child adds a short program that takes those calls away and
looks at the arguments of the rest. Two programs cost a child a third of what one long one does: the kernel
checks and compiles a program each time it is installed.

A call that no program allows fails with EPERM, as an ordinary failure; one that only an attack makes (`FATAL`)
kills the process, so that it shows. What `open` and `stat` would tell is denied by not being on the list.

Numbers: arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h (aarch64). The aarch64
table is checked by simulation only; no such machine has run it yet.
"""

import ctypes
import errno
import platform
import struct

from . import system

# name: number on x86_64, number on aarch64 (None: there is no such call)
Numbers = dict[str, tuple[int | None, int | None]]

CHILD: Numbers = {
    # the channel, the output pipe, and copies of them
    **{"read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "close": (3, 57), "lseek": (8, 62)},
    **{"dup": (32, 23), "dup2": (33, None), "dup3": (292, 24)},
    **{"poll": (7, None), "ppoll": (271, 73), "select": (23, None), "pselect6": (270, 72)},
    # memory
    **{"munmap": (11, 215), "mremap": (25, 216), "madvise": (28, 233), "brk": (12, 214)},
    # time
    **{"gettimeofday": (96, 169), "time": (201, None)},
    **{"nanosleep": (35, 101), "getitimer": (36, 102), "setitimer": (38, 103)},
    **{"alarm": (37, None), "pause": (34, None), "times": (100, 153), "getrusage": (98, 165)},
    # signals of its own
    **{"rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132)},
    **{"restart_syscall": (219, 128)},
    # what it is
    **{"getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174), "getgid": (104, 176)},
    **{"geteuid": (107, 175), "getegid": (108, 177), "uname": (63, 160), "sysinfo": (99, 179), "getrlimit": (97, 163)},
    **{"getcwd": (79, 17)},  # always /; os.path.abspath asks
    **{"sched_yield": (24, 124), "getcpu": (309, 168)},
    # locks, random numbers, the end
    **{"futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293)},
    **{"getrandom": (318, 278), "exit": (60, 93), "exit_group": (231, 94)},
}
ARGUMENTS: Numbers = {  # allowed with some arguments only, see `_argument_rules`
    **{"mmap": (9, 222), "mprotect": (10, 226), "kill": (62, 129), "tgkill": (234, 131), "fcntl": (72, 25)},
    **{"ioctl": (16, 29), "prlimit64": (302, 261), "prctl": (157, 167), "sched_getaffinity": (204, 123)},
    **{"clock_gettime": (228, 113), "clock_getres": (229, 114), "clock_nanosleep": (230, 115)},
}
ZYGOTE_ONLY: Numbers = {
    **{"clone": (56, 220), "fork": (57, None), "wait4": (61, 260), "pidfd_open": (434, 434), "setsid": (112, 157)},
    **{"recvfrom": (45, 207), "recvmsg": (47, 212), "sendto": (44, 206), "sendmsg": (46, 211)},
    **{"setgroups": (116, 159), "setresuid": (117, 147), "setresgid": (119, 149), "setrlimit": (160, 164)},
    **{"getresuid": (118, 148)},
    **{"seccomp": (317, 277), "landlock_restrict_self": (446, 446), "close_range": (436, 436)},
    **{"open": (2, None), "openat": (257, 56), "fstat": (5, 80), "newfstatat": (262, 79), "stat": (4, None)},
}
FATAL: Numbers = {
    **{"ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272)},
    **{"pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "bpf": (321, 280), "userfaultfd": (323, 282)},
    **{"perf_event_open": (298, 241), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426)},
    **{"io_uring_register": (427, 427), "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218)},
    **{"mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51)},
    **{"move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430), "fsconfig": (431, 431)},
    **{"unshare": (272, 97), "setns": (308, 268), "init_module": (175, 105), "finit_module": (313, 273)},
    **{"delete_module": (176, 106), "kexec_load": (246, 104), "reboot": (169, 142), "swapon": (167, 224)},
    **{"open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "fanotify_init": (300, 262)},
    **{"personality": (135, 92), "modify_ldt": (154, None), "iopl": (172, None), "ioperm": (173, None)},
    **{"execve": (59, 221), "execveat": (322, 281)},
}
CLONE3 = 435  # its flags are behind a pointer, which a filter cannot follow; the C library falls back to clone

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
X32 = 0x40000000  # numbers from here on are the x32 ABI of x86_64

ALLOW, KILL_PROCESS, FAIL = 0x7FFF0000, 0x80000000, 0x00050000  # linux/seccomp.h; FAIL | error number
MACHINE = platform.machine()
FILTER, FILTER_NUMBER = 1, {"x86_64": 317, "aarch64": 277}

# linux/filter.h: load a word, jump, return
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER_AT, AUDIT_AT = 0, 4  # offsets in struct seccomp_data
PROT_EXEC = 4
OWN_PID = 0xFFFFFFFF  # stands for the child's pid; no process has it
FCNTL = (0, 1, 2, 3, 4, 1030)  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC
IOCTL = (0x5401,)  # TCGETS: isatty
PRCTL = (16,)  # PR_GET_NAME
CLOCKS = 12  # CLOCK_REALTIME to CLOCK_TAI; every other number stands for another process's processor time or a device


def numbers(table: Numbers, machine: str) -> list[int]:
    """Return a table's call numbers on a machine, in ascending order."""
    column = {"x86_64": 0, "aarch64": 1}[machine]
    return sorted(number for row in table.values() if (number := row[column]) is not None)


def number(name: str, machine: str) -> int | None:
    """Return the number of a call on a machine."""
    row = {**CHILD, **ARGUMENTS, **ZYGOTE_ONLY, **FATAL}[name]
    return row[{"x86_64": 0, "aarch64": 1}[machine]]


def zygote_program(machine: str) -> bytes:
    """Return the long program: the calls of zygote and children together; nothing of another machine's ABI."""
    program = [_load(AUDIT_AT), _jump(EQUAL, AUDIT[machine], 1, 0), _verdict(KILL_PROCESS), _load(NUMBER_AT)]
    if machine == "x86_64":
        program += [_jump(AT_LEAST, X32, 0, 1), _verdict(KILL_PROCESS)]
    for table, verdict in ((CHILD, ALLOW), (ARGUMENTS, ALLOW), (ZYGOTE_ONLY, ALLOW), (FATAL, KILL_PROCESS)):
        for call in numbers(table, machine):
            program += [_jump(EQUAL, call, 0, 1), _verdict(verdict)]
    program += [_jump(EQUAL, CLONE3, 0, 1), _verdict(FAIL | errno.ENOSYS)]
    return b"".join([*program, _verdict(FAIL | errno.EPERM)])


def child_program(machine: str) -> bytes:
    """Return the short program that children add, but for the pid: nothing that only the zygote needs."""
    program = [_load(NUMBER_AT)]
    for call in numbers(ZYGOTE_ONLY, machine):
        program += [_jump(EQUAL, call, 0, 1), _verdict(FAIL | errno.EPERM)]
    for name, rule in _argument_rules(OWN_PID).items():
        call_number = number(name, machine)
        assert call_number is not None
        program += [_jump(EQUAL, call_number, 0, len(rule)), *rule]
    return b"".join([*program, _verdict(ALLOW)])  # what is on neither list, the long program has denied


def for_pid(program: bytes, pid: int) -> bytes:
    """Return the child's program for a child with this pid; it is made once, and a fork has little time."""
    return program.replace(_jump(EQUAL, OWN_PID, 0, 1), _jump(EQUAL, pid, 0, 1))


def install(program: bytes) -> None:
    """Add a program to those this process runs under; the process must have promised to gain no privileges."""
    code = ctypes.create_string_buffer(program, len(program))
    descriptor = struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    system.call(FILTER_NUMBER[MACHINE], FILTER, 0, descriptor)


# ------------------------------------------------------------------------------------- the rules


def _argument_rules(pid: int) -> dict[str, list[bytes]]:
    """Return, by call, the instructions that look at its arguments; each ends in a verdict."""
    no_code = [_load(_low(2)), _jump(ANY_BIT, PROT_EXEC, 0, 1), _verdict(FAIL | errno.EPERM), _verdict(ALLOW)]
    itself = _one_of(0, (pid,), errno.EPERM)
    # reading one's own limits: pid 0, and no new limit (both halves of the pointer are zero)
    own_limits = [
        *(_load(_low(0)), _jump(EQUAL, 0, 0, 5)),
        *(_load(_low(2)), _jump(EQUAL, 0, 0, 3)),
        *(_load(_low(2) + 4), _jump(EQUAL, 0, 0, 1)),
        *(_verdict(ALLOW), _verdict(FAIL | errno.EPERM)),
    ]
    common_clock = [_load(_low(0)), _jump(AT_LEAST, CLOCKS, 0, 1), _verdict(FAIL | errno.EPERM), _verdict(ALLOW)]
    return {
        "mmap": no_code,
        "mprotect": no_code,
        "kill": itself,
        "tgkill": itself,
        "fcntl": _one_of(1, FCNTL, errno.EPERM),
        "ioctl": _one_of(1, IOCTL, errno.ENOTTY),
        "prlimit64": own_limits,
        "prctl": _one_of(0, PRCTL, errno.EPERM),
        "sched_getaffinity": _one_of(0, (0, pid), errno.EPERM),
        **dict.fromkeys(("clock_gettime", "clock_getres", "clock_nanosleep"), common_clock),
    }


def _one_of(argument: int, values: tuple[int, ...], error: int) -> list[bytes]:
    """Allow a call whose argument is one of the values; kernel functions read these arguments as 32-bit numbers."""
    program = [_load(_low(argument))]
    for value in values:
        program += [_jump(EQUAL, value, 0, 1), _verdict(ALLOW)]
    return [*program, _verdict(FAIL | error)]


def _low(argument: int) -> int:
    """Offset of an argument's low half in struct seccomp_data, on little-endian machines."""
    return 16 + 8 * argument


def _load(offset: int) -> bytes:
    return struct.pack("=HBBI", LOAD, 0, 0, offset)


def _jump(test: int, value: int, if_true: int, if_false: int) -> bytes:
    return struct.pack("=HBBI", test, if_true, if_false, value)


def _verdict(action: int) -> bytes:
    return struct.pack("=HBBI", RETURN, 0, 0, action)
