"""The name of the file holds a separator of lines that only some readers know.

harm: shown
"""


def make(place):
    (place / "mallory\u2028::error::pwned.py").write_text("x = 1\n")
