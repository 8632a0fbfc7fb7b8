"""The name is the honest student's in capitals, which is one name on many disks.

harm: changed
"""


def make(place):
    (place / "ADA").mkdir()
    (place / "ADA" / "conv.py").write_text("x = 1\n")
