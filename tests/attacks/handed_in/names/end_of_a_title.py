"""The name of the file ends the title of a page and begins a script.

harm: shown
"""


def make(place):
    (place / "<script>alert(1)<script>.py").write_text("x = 1\n")
