"""The portal's processes that do one thing after another, until they are asked to end or nobody is there any more.

``python -m portal.processes worker`` grades and writes; ``sender`` alone talks to LMSs, so that one that is slow holds
nobody up. A configuration comes in by standard input.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

from grader.classroom.grading_process import end_with
from portal.config import Config, start

LOG = logging.getLogger("portal")
GRACE_SECONDS = 15.0  # between the request to end and the end
PAUSE_SECONDS = 0.3  # between two looks for something to do


def end_with_parent(ask: Callable[[], object]) -> None:
    """Ask this process to end when its parent is gone, and end it if it does not."""
    threading.Thread(target=end_with, args=(os.getppid(), ask, GRACE_SECONDS), daemon=True).start()


def repeat(who: str, config: Config, step: Callable[[], bool], stop: threading.Event) -> None:
    """Do step after step, and let whoever watches know, until told to stop."""
    from django.db import Error, close_old_connections

    beat = config.data / f"{who}.beat"
    is_away = False
    while not stop.is_set():
        beat.write_text(str(time.time()))
        try:
            has_done, is_away = step(), False
        except Error as error:  # it is busy, or restarting
            if not is_away:
                LOG.error("the %s waits for the database: %s", who, error)
            close_old_connections()
            has_done, is_away = False, True
        if not has_done:
            stop.wait(PAUSE_SECONDS)


def main() -> None:
    """Be the process that the command line names."""
    who = sys.argv[1]
    config = Config.from_text(sys.stdin.read())
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    end_with_parent(stop.set)
    start(config)
    if who == "sender":
        from portal.lti.sender import Sender  # what has models cannot be imported before

        repeat(who, config, Sender().step, stop)
        return
    from portal.worker import working

    with working() as step:
        repeat(who, config, step, stop)


if __name__ == "__main__":
    main()
