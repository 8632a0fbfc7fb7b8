"""Two links lead to each other, so that whoever follows them never arrives.

harm: crashed
"""


def make(place):
    (place / "mallory-ring").mkdir()
    (place / "mallory-ring" / "a.py").symlink_to("b.py")
    (place / "mallory-ring" / "b.py").symlink_to("a.py")
