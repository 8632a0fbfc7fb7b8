"""The name of the file sets the title of a terminal that prints it.

harm: shown
"""


def make(place):
    (place / "mallory\x1b]0;pwned\x07.py").write_text("x = 1\n")
