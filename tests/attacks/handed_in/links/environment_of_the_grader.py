"""A link leads to the environment of whichever process opens it, where the token stands.

harm: read
"""


def make(place):
    (place / "mallory-proc").mkdir()
    (place / "mallory-proc" / "conv.py").symlink_to("/proc/self/environ")
