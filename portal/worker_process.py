"""The worker's process: told a configuration, it works until it is asked to end or nobody is there who started it."""

import sys
import time

from portal.config import Config, start
from portal.processes import end_with_parent, stop_on_signals


def main() -> None:
    """Work."""
    config = Config.from_text(sys.stdin.read())
    stop = stop_on_signals()
    end_with_parent(stop)
    start(config)
    from portal.worker import work  # what has models cannot be imported before

    beat = config.data / "worker.beat"
    work(stop, lambda: beat.write_text(str(time.time())) and None)


if __name__ == "__main__":
    main()
