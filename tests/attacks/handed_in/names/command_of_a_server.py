"""The name of the file is a command that a server obeys where it begins a line.

harm: shown
"""


def make(place):
    (place / "::error::pwned.py").write_text("x = 1\n")
