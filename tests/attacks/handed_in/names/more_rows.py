"""The name of the file ends a row of a table and begins another student's.

harm: shown
"""


def make(place):
    (place / "mallory,0,x\n=1+1,50.py").write_text("x = 1\n")
