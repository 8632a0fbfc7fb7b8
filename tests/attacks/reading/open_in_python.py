"""Opens the canary as any script would; must be refused.

harm: read
stopped by: kernel
"""


def f(x):
    with open("@CANARY@") as secret:
        raise ValueError(secret.read())
