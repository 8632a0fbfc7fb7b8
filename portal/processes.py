"""How a process of the portal works on: until it is asked to end, or the one that started it is gone.

A database that restarts is waited for: no process dies of it, and what was under way is leased to somebody again.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

LOG = logging.getLogger("portal")

LOOK_SECONDS = 0.5
GRACE_SECONDS = 15.0  # between the request to end and the end


def stop_on_signals() -> threading.Event:
    """Return what is set when this process is asked to end. Ctrl-C reaches the whole group; the parent decides."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return stop


def end_with_parent(stop: threading.Event) -> None:
    """Ask this process to end when its parent is gone, and end it if it does not."""
    parent = os.getppid()

    def look() -> None:
        pause = threading.Event()
        while os.getppid() == parent:
            pause.wait(LOOK_SECONDS)
        stop.set()
        pause.wait(GRACE_SECONDS)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()


def work_until(stop: threading.Event, step: Callable[[], bool], beat: Path, pause: float) -> None:
    """Do one thing after another until told to stop; wait where there is none.

    Parameters
    ----------
    stop : Event
    step : callable
        Does one thing; False where there was none.
    beat : Path
        A file that says when this process was last at it: for whoever watches.
    pause : float
        Seconds between two looks for something to do.
    """
    from django.db import Error, close_old_connections

    is_away = False
    while not stop.is_set():
        beat.write_text(str(time.time()))
        try:
            has_done, is_away = step(), False
        except Error as error:
            if not is_away:
                LOG.error("the %s waits for the database: %s", beat.stem, str(error).partition("\n")[0])
            close_old_connections()
            has_done, is_away = False, True
        if not has_done:
            stop.wait(pause)
