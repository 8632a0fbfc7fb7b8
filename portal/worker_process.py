"""The worker's process: told a configuration, it works until it is asked to end or nobody is there who started it."""

import sys

from portal.config import Config, start
from portal.processes import end_with_parent, stop_on_signals, work_until


def main() -> None:
    """Work."""
    config = Config.from_text(sys.stdin.read())
    stop = stop_on_signals()
    end_with_parent(stop)
    start(config)
    from portal.gradings import Gradings, confinement  # what has models cannot be imported before
    from portal.worker import PAUSE_SECONDS, Worker
    from portal.writer import Writer

    gradings = Gradings(confinement())
    worker, writer = Worker(gradings), Writer(gradings)
    try:
        work_until(stop, lambda: worker.step() | writer.step(), config.data / "worker.beat", PAUSE_SECONDS)
    finally:
        gradings.close()


if __name__ == "__main__":
    main()
