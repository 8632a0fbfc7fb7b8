"""Has the interpreter's own watchdog end the process a moment later; must cost nobody else.

harm: crashed
stopped by: host
"""

import sys
import time
import types

imp = sys.modules["_imp"]  # makes what is built in, whatever imports are allowed
faulthandler = imp.create_builtin(types.SimpleNamespace(name="faulthandler"))
imp.exec_builtin(faulthandler)


def f(x):
    faulthandler.dump_traceback_later(0.05, exit=True, file=1)
    end = time.monotonic() + 0.2
    while time.monotonic() < end:
        pass
    return x
