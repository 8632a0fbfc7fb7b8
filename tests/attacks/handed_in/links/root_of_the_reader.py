"""A notebook is a link that goes round by the root of whichever process opens it.

harm: crashed
"""


def make(place):
    (place / "mallory-root").mkdir()
    (place / "mallory-root" / "conv.ipynb").symlink_to("/proc/self/root/@CANARY@")
