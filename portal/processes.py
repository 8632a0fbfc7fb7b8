"""How a process of the portal ends: when it is asked to, and when the one that started it is gone."""

import os
import signal
import threading

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
