"""A relative link hands in the work of a classmate as one's own.

harm: forged
"""


def make(place):
    (place / "mallory-mate").mkdir()
    (place / "mallory-mate" / "conv.py").symlink_to("../ada/conv.py")
