"""Opens the canary through `io.open_code`, which skips the text layer; must be refused.

harm: read
stopped by: kernel
"""

import io


def f(x):
    raise ValueError(io.open_code("@CANARY@").read().decode())
