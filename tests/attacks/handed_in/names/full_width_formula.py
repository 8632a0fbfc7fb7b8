"""The name of the file is a formula whose sign of equality is a wide one behind a space.

harm: shown
"""


def make(place):
    (place / "\t＝cmd|x!A0.py").write_text("x = 1\n")
