"""The two filter programs, run by an interpreter of BPF: both machines, every call, every argument that counts."""

import errno
import struct

import pytest

from grader.sandbox.worker import seccomp

MACHINES = ("x86_64", "aarch64")
PID = 4711
KILLED = "killed"


def verdict(
    program: bytes, machine: str, number: int, arguments: tuple[int, ...] = (), audit: int | None = None
) -> int:
    """Run a filter as the kernel does and return its action."""
    arguments = (*arguments, *[0] * (6 - len(arguments)))
    audit = seccomp.AUDIT[machine] if audit is None else audit
    data = struct.pack("<IIQ6Q", number, audit, 0, *(value % 2**64 for value in arguments))
    instructions = list(struct.iter_unpack("=HBBI", program))
    accumulator = place = 0
    while True:
        code, if_true, if_false, value = instructions[place]
        place += 1
        if code == seccomp.RETURN:
            return value
        if code == seccomp.LOAD:
            accumulator = struct.unpack_from("<I", data, value)[0]
        else:
            holds = {
                seccomp.EQUAL: accumulator == value,
                seccomp.AT_LEAST: accumulator >= value,
                seccomp.ANY_BIT: bool(accumulator & value),
            }[code]
            place += if_true if holds else if_false


def in_a_child(machine: str, number: int, *arguments: int) -> int | str | None:
    """Return what a call does under both programs: an error number, `KILLED`, or None where it is allowed."""
    programs = (seccomp.zygote_program(machine), seccomp.for_pid(seccomp.child_program(machine), PID))
    actions = [verdict(program, machine, number, arguments) for program in programs]
    if seccomp.KILL_PROCESS in actions:
        return KILLED
    errors = [action & 0xFFFF for action in actions if action != seccomp.ALLOW]
    return errors[0] if errors else None


@pytest.mark.parametrize("machine", MACHINES)
def test_a_child_may_make_the_calls_of_its_table_and_no_others(machine: str) -> None:
    allowed = set(seccomp.numbers(seccomp.CHILD, machine))
    looked_at = set(seccomp.numbers(seccomp.ARGUMENTS, machine))
    for number in set(range(600)) - looked_at:
        assert (in_a_child(machine, number) is None) == (number in allowed), number


@pytest.mark.parametrize("machine", MACHINES)
def test_the_tables_share_no_call(machine: str) -> None:
    tables = (seccomp.CHILD, seccomp.ARGUMENTS, seccomp.ZYGOTE_ONLY, seccomp.FATAL)
    numbers = [number for table in tables for number in seccomp.numbers(table, machine)]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("machine", MACHINES)
def test_what_only_an_attack_does_kills(machine: str) -> None:
    assert {in_a_child(machine, number) for number in seccomp.numbers(seccomp.FATAL, machine)} == {KILLED}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_zygote_may_do_what_a_child_may_and_fork(machine: str) -> None:
    program = seccomp.zygote_program(machine)
    for table in (seccomp.CHILD, seccomp.ARGUMENTS, seccomp.ZYGOTE_ONLY):
        assert {verdict(program, machine, number) for number in seccomp.numbers(table, machine)} == {seccomp.ALLOW}


def test_calls_of_another_machine_and_of_x32_kill() -> None:
    program = seccomp.zygote_program("x86_64")
    i386 = 0x40000003
    assert verdict(program, "x86_64", 1, audit=i386) == seccomp.KILL_PROCESS
    assert verdict(program, "x86_64", seccomp.X32 | 1) == seccomp.KILL_PROCESS
    assert verdict(program, "x86_64", 0xFFFFFFFF) == seccomp.KILL_PROCESS


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("mmap", (0, 4096, 3, 0x22), None),
        ("mmap", (0, 4096, 7, 0x22), errno.EPERM),
        ("mprotect", (0, 4096, 1), None),
        ("mprotect", (0, 4096, 5), errno.EPERM),
        ("kill", (PID, 9), None),
        ("kill", (-PID, 9), errno.EPERM),
        ("kill", (-1, 9), errno.EPERM),
        ("kill", (0, 9), errno.EPERM),
        ("kill", (1, 9), errno.EPERM),
        ("tgkill", (PID, PID, 9), None),
        ("tgkill", (PID + 1, PID, 9), errno.EPERM),
        ("fcntl", (3, 3), None),
        ("fcntl", (3, 1031, 1 << 20), errno.EPERM),  # F_SETPIPE_SZ
        ("fcntl", (3, 8, 1), errno.EPERM),  # F_SETOWN
        ("ioctl", (1, 0x5401), None),
        ("ioctl", (1, 0x5412), errno.ENOTTY),  # TIOCSTI
        ("prlimit64", (0, 7, 0, 4096), None),
        ("prlimit64", (0, 7, 4096, 0), errno.EPERM),
        ("prlimit64", (0, 7, 1 << 40, 0), errno.EPERM),
        ("prlimit64", (1, 7, 0, 4096), errno.EPERM),
        ("prctl", (16, 4096), None),
        ("prctl", (4, 1), errno.EPERM),  # PR_SET_DUMPABLE
        ("prctl", (1, 0), errno.EPERM),  # PR_SET_PDEATHSIG
        ("sched_getaffinity", (0, 8, 4096), None),
        ("sched_getaffinity", (PID, 8, 4096), None),
        ("sched_getaffinity", (1, 8, 4096), errno.EPERM),
        ("clock_gettime", (3, 4096), None),  # CLOCK_THREAD_CPUTIME_ID
        ("clock_gettime", ((~1 << 3) | 2, 4096), errno.EPERM),  # the processor time of process 1
        ("clock_nanosleep", (1, 0, 4096, 0), None),
        ("clock_nanosleep", ((~1 << 3) | 2, 0, 4096, 0), errno.EPERM),
    ],
)
def test_arguments_are_looked_at(machine: str, name: str, arguments: tuple[int, ...], result: int | None) -> None:
    number = seccomp.number(name, machine)
    assert number is not None
    assert in_a_child(machine, number, *arguments) == result


@pytest.mark.parametrize("machine", MACHINES)
def test_clone3_is_not_there_so_that_the_c_library_takes_clone(machine: str) -> None:
    assert in_a_child(machine, seccomp.CLONE3) == errno.ENOSYS


@pytest.mark.parametrize("machine", MACHINES)
def test_programs_are_no_longer_than_the_kernel_takes(machine: str) -> None:
    for program in (seccomp.zygote_program(machine), seccomp.for_pid(seccomp.child_program(machine), PID)):
        assert len(program) // 8 <= 4096
