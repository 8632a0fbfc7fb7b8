"""The module is a link to the file of expected values.

harm: read
"""


def make(place):
    (place / "mallory-link").mkdir()
    (place / "mallory-link" / "conv.py").symlink_to("@CANARY@")
