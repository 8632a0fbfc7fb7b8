"""What is handed in is a link and no folder, and leads to the file of expected values.

harm: read
"""


def make(place):
    (place / "mallory-bare.py").symlink_to("@CANARY@")
