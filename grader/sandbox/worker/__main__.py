"""Start a worker as a program of its own, from this folder, with an empty environment and its own search path.

::

    python -s -S -P -B FOLDER/__main__.py CONTROL_FD PACKAGES...  # the zygote
    python -s -S -P -B FOLDER/__main__.py portable PACKAGES...  # the portable worker

The folder becomes a package under a private name and is no part of the search path, so nothing beside it can be
imported. Numpy and the assignment's modules come from the folders named as PACKAGES.
"""

import os
import socket
import sys
import types

if __name__ == "__main__":
    package = types.ModuleType("_worker")
    package.__path__ = [os.path.dirname(__file__)]
    sys.modules[package.__name__] = package
    sys.path.extend(sys.argv[2:])
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # half a character costs nothing
    import importlib

    if sys.argv[1] == "portable":
        importlib.import_module("_worker.portable").main()
    else:
        # logging, threading and random renew locks and numbers after every fork, which is a fifth of a child's start.
        # No other thread here could hold a lock, and random numbers are to be the same every time.
        os.register_at_fork = lambda **_: None
        importlib.import_module("_worker.zygote").main(socket.socket(fileno=int(sys.argv[1])))
