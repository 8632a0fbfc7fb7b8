"""The name of the file is turned round by a mark, so that it reads as another student's.

harm: shown
"""


def make(place):
    (place / "mallory\u202eyp.ada.py").write_text("x = 1\n")
