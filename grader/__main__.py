"""``grader`` and ``python -m grader``: a stop by Ctrl-C is one word at any moment, while it is still loading too."""

import os
import sys

if (
    __name__ == "__main__"
    and not sys.flags.safe_path
    and os.path.realpath(sys.path[0]) != os.path.realpath(f"{__file__}/../..")
):
    del sys.path[0]  # the folder that `python -m grader` is called in: a json.py there is the student's, not Python's

import _thread
import signal
import time
from collections.abc import Callable
from typing import Any


def main() -> None:
    """Run the command line."""
    # The grader's own arrays are small: threads of BLAS would only take processor time to start.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.unraisablehook = keep_stops(sys.unraisablehook, _thread.get_ident())
    try:
        from grader.cli import main as run

        run()
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(130)
    except EOFError as error:
        if "--traceback" in sys.argv or not is_from_import(error):
            raise
        say_cut_file()
        sys.exit(3)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # while Python ends, nobody could catch the exception any more


def is_from_import(error: BaseException) -> bool:
    """Whether an exception was raised by the reading of a compiled file, and not by code."""
    last = error.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is not None and last.tb_frame.f_code.co_name == "_compile_bytecode"


def say_cut_file() -> None:
    """Say what to do about a compiled file of Python that is cut short, as a full disk leaves it (CPython 126606)."""
    kept = sys.pycache_prefix or os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    print(
        "The grader cannot be loaded: Python left a compiled file of it half written, as on a full disk.",
        file=sys.stderr,
    )
    print(f"Free some space, and delete every folder __pycache__ in {kept}; Python makes them anew.", file=sys.stderr)


def keep_stops(report: Callable[[Any], object], thread: int) -> Callable[[Any], None]:
    """Return a hook that lets a stop come once more, as Python drops one that meets a destructor or a weak reference.

    Parameters
    ----------
    report
        What is called with any other exception that could not be raised.
    thread
        The identifier of the main thread, which is the one to stop.
    """

    def stop() -> None:
        time.sleep(0.01)  # by then the destructor has returned
        if hasattr(signal, "pthread_kill"):
            signal.pthread_kill(thread, signal.SIGINT)  # it interrupts a system call as well
        else:
            _thread.interrupt_main()

    def receive(unraisable: Any) -> None:
        if issubclass(unraisable.exc_type, KeyboardInterrupt):
            _thread.start_new_thread(stop, ())
        else:
            report(unraisable)

    return receive


if __name__ == "__main__":
    main()
