"""The name of the file holds a control character of eight bits, which some terminals obey.

harm: shown
"""


def make(place):
    (place / "mallory\x9b31m.py").write_text("x = 1\n")
