"""The name is that of the honest student, with a character that nobody sees.

harm: shown
"""


def make(place):
    (place / "ada\u200b.py").write_text("x = 1\n")
