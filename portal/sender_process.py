"""The sender's process: it alone talks to LMSs on its own, so that one of them that is slow holds nobody up."""

import sys
import time

from portal.config import Config, start
from portal.processes import end_with_parent, stop_on_signals


def main() -> None:
    """Send until told to stop."""
    config = Config.from_text(sys.stdin.read())
    stop = stop_on_signals()
    end_with_parent(stop)
    start(config)
    from django.db import DatabaseError, close_old_connections

    from portal.lti.sender import LOG, PAUSE_SECONDS, Sender

    beat = config.data / "sender.beat"
    sender = Sender()
    while not stop.is_set():
        beat.write_text(str(time.time()))
        try:
            has_done = sender.step()
        except DatabaseError as error:  # it is busy, or restarting
            LOG.error("the sender waits for the database: %s", error)
            close_old_connections()
            has_done = False
        if not has_done:
            stop.wait(PAUSE_SECONDS)


if __name__ == "__main__":
    main()
