"""The name of the module inside a folder makes a terminal run what is pasted.

harm: shown
"""


def make(place):
    (place / "mallory-inner").mkdir()
    (place / "mallory-inner" / "a\x1b[201~;id\r.py").write_text("def conv_single(x, w, b):\n    return 1 / 0\n")
    (place / "mallory\x1b[8m").mkdir()
    (place / "mallory\x1b[8m" / "conv.py").write_text("def conv_single(x, w, b):\n    return 1 / 0\n")
