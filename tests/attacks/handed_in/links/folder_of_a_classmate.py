"""The folder that is handed in is a link to that of a classmate.

harm: forged
"""


def make(place):
    (place / "mallory-folder").symlink_to("ada", target_is_directory=True)
