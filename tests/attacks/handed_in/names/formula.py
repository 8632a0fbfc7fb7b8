"""The name of the file is a formula, which a spreadsheet computes.

harm: shown
"""


def make(place):
    (place / "=HYPERLINK(A1).py").write_text("x = 1\n")
