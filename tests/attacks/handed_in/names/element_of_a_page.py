"""The name of the file is an element of a page, with a program in an attribute.

harm: shown
"""


def make(place):
    (place / "<img src=x onerror=alert(1)>.py").write_text("x = 1\n")
