"""The sender's process: it alone talks to LMSs on its own, so that one of them that is slow holds nobody up."""

import sys

from portal.config import Config, start
from portal.processes import end_with_parent, stop_on_signals, work_until


def main() -> None:
    """Send until told to stop."""
    config = Config.from_text(sys.stdin.read())
    stop = stop_on_signals()
    end_with_parent(stop)
    start(config)
    from portal.lti.sender import PAUSE_SECONDS, Sender  # what has models cannot be imported before

    work_until(stop, Sender().step, config.data / "sender.beat", PAUSE_SECONDS)


if __name__ == "__main__":
    main()
