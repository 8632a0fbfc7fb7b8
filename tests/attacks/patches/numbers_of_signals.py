"""Has the interpreter write the number of each signal on the channel, and sends itself some; must count as wrong.

harm: crashed
stopped by: host
"""

import os
import sys

signal = sys.modules["signal"]


def f(x):
    for descriptor in (1, 3):
        try:
            os.set_blocking(descriptor, False)
            signal.signal(signal.SIGUSR1, lambda *_: None)
            signal.set_wakeup_fd(descriptor, warn_on_full_buffer=False)
            os.kill(os.getpid(), signal.SIGUSR1)
        except (OSError, ValueError):
            pass
    return x
